import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import { type Page, PageQuery } from '../../platform/http/paging.js';
import { IdParam, IfMatch } from '../../platform/http/parameters.js';
import { NeedsIdempotencyKey, NeedsIfMatch, Refuses } from '../../platform/http/refusals.js';
import { ProposeBatchRequest, RejectBatchRequest } from './batch-requests.js';
import { BatchPage, BatchResponse, type BatchSummaryResponse } from './batch-responses.js';
import { DecideBatch } from './decide-batch.js';
import { ProposeBatch } from './propose-batch.js';
import { ReadBatches } from './read-batches.js';

@ApiTags('contact')
@Controller('message-batches')
export class BatchesController {
  constructor(
    private readonly batches: ReadBatches,
    private readonly proposals: ProposeBatch,
    private readonly decisions: DecideBatch,
  ) {}

  @Get()
  @Access({ permission: 'message-batch:read', audit: 'person-read' })
  @ApiOperation({ summary: 'Batches of letters', description: 'Newest first, without their lists.' })
  @ApiOkResponse({ type: BatchPage })
  listMessageBatches(
    @CurrentActor() actor: Actor,
    @Query() query: PageQuery,
  ): Promise<Page<BatchSummaryResponse>> {
    return this.batches.page(actor, query);
  }

  @Post()
  @Access({ permission: 'message-batch:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Make the list of a batch',
    description:
      'A dry run: everybody of these days to whom the letter for those with no needs may go, and how many each reason ' +
      'left out. Nothing is sent before somebody else approves the list.',
  })
  @ApiCreatedResponse({ type: BatchResponse })
  @NeedsIdempotencyKey()
  @Refuses(409, 'letters-not-set-up')
  proposeMessageBatch(
    @CurrentActor() actor: Actor,
    @Body() request: ProposeBatchRequest,
  ): Promise<BatchResponse> {
    return this.proposals.propose(actor, request);
  }

  @Get(':id')
  @Access({ permission: 'message-batch:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'One batch with a page of its list',
    description:
      'Names and case references, for the second person to read. People hidden from you are not on it.',
  })
  @ApiOkResponse({ type: BatchResponse })
  readMessageBatch(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<BatchResponse> {
    return this.batches.read(actor, id, query);
  }

  @Post(':id/approval')
  @HttpCode(200)
  @Access({ permission: 'message-batch:edit', audit: 'person-write' })
  @ApiOperation({
    summary: 'Approve a batch',
    description:
      'By somebody else than who made it. Each letter is decided on again when it leaves; whoever no longer fits is left out.',
  })
  @ApiOkResponse({ type: BatchResponse })
  @NeedsIfMatch()
  @Refuses(409, 'batch-decided', 'second-person-needed', 'batch-empty', 'letters-not-set-up')
  approveMessageBatch(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<BatchResponse> {
    return this.decisions.approve(actor, id, version);
  }

  @Post(':id/rejection')
  @HttpCode(200)
  @Access({ permission: 'message-batch:edit', audit: 'person-write' })
  @ApiOperation({ summary: 'Reject a batch', description: 'Nothing of it is sent.' })
  @ApiOkResponse({ type: BatchResponse })
  @NeedsIfMatch()
  @Refuses(409, 'batch-decided')
  rejectMessageBatch(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() request: RejectBatchRequest,
  ): Promise<BatchResponse> {
    return this.decisions.reject(actor, id, version, request);
  }
}
