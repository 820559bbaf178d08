import { Body, Controller, Get, HttpCode, Post, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import type { Page } from '../../platform/http/paging.js';
import { IdParam, IfMatch } from '../../platform/http/parameters.js';
import { NeedsIdempotencyKey, NeedsIfMatch, Refuses } from '../../platform/http/refusals.js';
import { DecideReturns } from './decide-returns.js';
import { DraftReturns } from './draft-returns.js';
import { ReadReturns } from './read-returns.js';
import {
  ApproveReturnRequest,
  DraftReturnRequest,
  ExplanationsRequest,
  FinanceRequest,
  ReturnsQuery,
  WorkbookQuery,
} from './return-requests.js';
import {
  DifferencesResponse,
  ReturnPage,
  ReturnResponse,
  type ReturnSummaryResponse,
} from './return-responses.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const ZIP = 'application/zip';

@ApiTags('returns')
@Controller('returns')
export class ReturnsController {
  constructor(
    private readonly returns: ReadReturns,
    private readonly drafts: DraftReturns,
    private readonly decisions: DecideReturns,
  ) {}

  @Get()
  @Access({ permission: 'return:read', audit: 'aggregate-read' })
  @ApiOperation({ summary: 'Returns to the Ministry', description: 'Newest first, without their figures.' })
  @ApiOkResponse({ type: ReturnPage })
  listReturns(
    @CurrentActor() actor: Actor,
    @Query() query: ReturnsQuery,
  ): Promise<Page<ReturnSummaryResponse>> {
    return this.returns.list(actor, query);
  }

  @Post()
  @Access({ permission: 'return:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Begin the return of a period',
    description:
      'A draft, counted anew whenever it is read. The period must be one of its kind. Where a return of it was ' +
      'submitted the draft is its next version and needs a reason.',
  })
  @ApiCreatedResponse({ type: ReturnResponse })
  @NeedsIdempotencyKey('return-not-possible')
  beginReturn(@CurrentActor() actor: Actor, @Body() request: DraftReturnRequest): Promise<ReturnResponse> {
    return this.drafts.begin(actor, request);
  }

  @Get(':id')
  @Access({ permission: 'return:read', audit: 'aggregate-read' })
  @ApiOperation({
    summary: 'One return',
    description: 'Its sheets, every integrity rule with both sides, and the codes that no list has.',
  })
  @ApiOkResponse({ type: ReturnResponse })
  readReturn(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<ReturnResponse> {
    return this.returns.read(actor, id);
  }

  @Put(':id/finance')
  @Access({ permission: 'return:edit', audit: 'person-write' })
  @ApiOperation({
    summary: 'Write down what was spent',
    description: 'Every line by stream and provider, in whole pence. By whoever prepares the return.',
  })
  @ApiOkResponse({ type: ReturnResponse })
  @NeedsIfMatch()
  @Refuses(409, 'return-decided')
  @Refuses(422, 'return-not-possible')
  setReturnFinance(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() request: FinanceRequest,
  ): Promise<ReturnResponse> {
    return this.drafts.setFinance(actor, id, version, request);
  }

  @Put(':id/explanations')
  @Access({ permission: 'return:edit', audit: 'person-write' })
  @ApiOperation({
    summary: 'Explain what does not agree',
    description:
      'Why a rule that may be explained fails, and which codes, looked at by a person, count as not known although no ' +
      'list has them. Printed in the return. By whoever prepares it.',
  })
  @ApiOkResponse({ type: ReturnResponse })
  @NeedsIfMatch()
  @Refuses(409, 'return-decided')
  @Refuses(422, 'return-not-possible')
  explainReturn(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() request: ExplanationsRequest,
  ): Promise<ReturnResponse> {
    return this.drafts.explain(actor, id, version, request);
  }

  @Post(':id/approval')
  @HttpCode(200)
  @Access({ permission: 'return:approve', audit: 'person-write' })
  @ApiOperation({
    summary: 'Approve a return',
    description:
      'By somebody else than who prepared it, naming the hash of the figures that were read. They stand from then on. ' +
      'A rule that blocks and fails is told with both sides, one field for each.',
  })
  @ApiOkResponse({ type: ReturnResponse })
  @NeedsIfMatch()
  @Refuses(
    409,
    ...[
      'return-decided',
      'second-person-needed',
      'definition-changed',
      'figures-changed',
      'integrity-failed',
    ],
    ...['superseded-since', 'another-approved'],
  )
  approveReturn(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() request: ApproveReturnRequest,
  ): Promise<ReturnResponse> {
    return this.decisions.approve(actor, id, version, request);
  }

  @Post(':id/submission')
  @HttpCode(200)
  @Access({ permission: 'return:approve', audit: 'person-write' })
  @ApiOperation({
    summary: 'Submit a return',
    description: 'It is locked: its files are stored, hashed, and served byte for byte for ever.',
  })
  @ApiOkResponse({ type: ReturnResponse })
  @NeedsIfMatch()
  @Refuses(409, 'return-not-approved', 'integrity-failed', 'superseded-since', 'another-approved')
  submitReturn(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<ReturnResponse> {
    return this.decisions.submit(actor, id, version);
  }

  @Post(':id/withdrawal')
  @HttpCode(200)
  @Access({ permission: 'return:edit', audit: 'person-write' })
  @ApiOperation({
    summary: 'Withdraw a return',
    description: 'A draft or an approved one that nobody will submit.',
  })
  @ApiOkResponse({ type: ReturnResponse })
  @NeedsIfMatch()
  @Refuses(409, 'return-decided')
  withdrawReturn(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<ReturnResponse> {
    return this.decisions.withdraw(actor, id, version);
  }

  @Get(':id/workbook')
  @Access({ permission: 'return:read', audit: 'aggregate-read' })
  @ApiOperation({
    summary: 'The workbook of a return',
    description: 'As it was submitted, byte for byte; of a return that was not, how it stands now.',
  })
  @ApiProduces(XLSX, ZIP)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async downloadReturn(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Query() { format = 'xlsx' }: WorkbookQuery,
  ): Promise<StreamableFile> {
    const { name, bytes } = await this.returns.workbook(actor, id, format);
    const type = format === 'csv' ? ZIP : XLSX;
    return new StreamableFile(bytes, { type, disposition: `attachment; filename="${name}"` });
  }

  @Get(':id/differences')
  @Access({ permission: 'return:read', audit: 'aggregate-read' })
  @ApiOperation({
    summary: 'What a version changes',
    description: 'Every figure that differs from the version whose place it takes; empty for the first.',
  })
  @ApiOkResponse({ type: DifferencesResponse })
  compareReturn(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<DifferencesResponse> {
    return this.returns.differences(actor, id);
  }
}
