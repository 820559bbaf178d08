import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import { IdParam, IfMatch } from '../../platform/http/parameters.js';
import { NeedsIdempotencyKey, NeedsIfMatch, Refuses } from '../../platform/http/refusals.js';
import { ApproveClosure } from './approve-closure.js';
import { CloseCase } from './close-case.js';
import { ApproveClosureRequest, CloseCaseRequest, ReopenCaseRequest } from './closure-requests.js';
import {
  ApprovalResponse,
  ClosureConditionsResponse,
  ClosureResponse,
  ReopenedCaseResponse,
} from './closure-responses.js';
import { CLOSURE_CODES } from './closure-rules.js';
import { ReadClosure } from './read-closure.js';
import { ReopenCase } from './reopen-case.js';

@ApiTags('cases')
@Controller('cases/:id')
export class ClosureController {
  constructor(
    private readonly reading: ReadClosure,
    private readonly approving: ApproveClosure,
    private readonly closing: CloseCase,
    private readonly reopening: ReopenCase,
  ) {}

  @Get('closure-conditions')
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'What stands against closing a case',
    description: 'Each condition with its answer, and what in a request can take its place.',
  })
  @ApiOkResponse({ type: ClosureConditionsResponse })
  readClosureConditions(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
  ): Promise<ClosureConditionsResponse> {
    return this.reading.conditions(actor, id);
  }

  @Get('closure')
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({ summary: 'How a case was closed' })
  @ApiOkResponse({ type: ClosureResponse })
  readClosure(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<ClosureResponse> {
    return this.reading.read(actor, id);
  }

  @Post('closure-approvals')
  @Access({ permission: 'closure:approve', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Approve the closure of a case',
    description:
      'A second person’s word, where somebody in grave danger or a child was never reached. It holds for the version of ' +
      'the case that was read, until somebody makes contact, and never for an own closure.',
  })
  @ApiCreatedResponse({ type: ApprovalResponse })
  @NeedsIdempotencyKey()
  @NeedsIfMatch()
  @Refuses(409, 'case-closed')
  approveClosure(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() { note }: ApproveClosureRequest,
  ): Promise<ApprovalResponse> {
    return this.approving.approve(actor, id, note, version);
  }

  @Post('closure')
  @HttpCode(200)
  @Access({ permission: 'case:edit', audit: 'person-write' })
  @ApiOperation({
    summary: 'Close a case',
    description:
      'Where its conditions are met. Open tasks are cancelled, waiting messages are withdrawn, and the day is set on ' +
      'which a person looks whether the record is kept.',
  })
  @ApiOkResponse({ type: ClosureResponse })
  @NeedsIfMatch()
  @Refuses(409, ...CLOSURE_CODES, 'not-a-member')
  closeCase(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() request: CloseCaseRequest,
  ): Promise<ClosureResponse> {
    return this.closing.close(actor, id, request, version);
  }

  @Post('reopening')
  @Access({ permission: 'case:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Begin again after a closure',
    description:
      'Opens a new case that is linked to the closed one, in the queue of its team, with a call as first task.',
  })
  @ApiCreatedResponse({ type: ReopenedCaseResponse })
  @NeedsIdempotencyKey()
  @Refuses(409, 'case-open', 'person-has-open-case', 'reopened-before')
  reopenCase(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: ReopenCaseRequest,
  ): Promise<ReopenedCaseResponse> {
    return this.reopening.reopen(actor, id, request);
  }
}
