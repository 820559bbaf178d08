import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import { IdParam } from '../../platform/http/parameters.js';
import { NeedsIdempotencyKey, Refuses } from '../../platform/http/refusals.js';
import { RecordAttemptRequest, RecordInboundRequest } from './call-requests.js';
import {
  AttemptList,
  InboundContactList,
  InboundContactResponse,
  RecordedAttemptResponse,
} from './call-responses.js';
import { ReadCalls } from './read-calls.js';
import { RecordAttempt } from './record-attempt.js';
import { RecordInbound } from './record-inbound.js';

@ApiTags('contact')
@Controller('cases/:id')
export class CallsController {
  constructor(
    private readonly calls: ReadCalls,
    private readonly attempts: RecordAttempt,
    private readonly inbound: RecordInbound,
  ) {}

  @Get('contact-attempts')
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'Calls to a person',
    description: 'Newest first, and how many attempts are left.',
  })
  @ApiOkResponse({ type: AttemptList })
  listContactAttempts(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<AttemptList> {
    return this.calls.attempts(actor, id);
  }

  @Post('contact-attempts')
  @Access({ permission: 'case:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Write down a call',
    description:
      'Whether it was safe to speak is asked before anything else and sent with every call. Up to three attempts count ' +
      'until the person is first reached; calls that were agreed and check-ins do not. One that showed danger (somebody ' +
      'else answered, a wrong number, a call that had to stop, a no while it was not safe to speak) is never refused by ' +
      'the rules below, except of a closed case. Answers what is to be done next; null where nothing follows, as where ' +
      'another number would be wanted of somebody whom nobody may contact.',
  })
  @ApiCreatedResponse({ type: RecordedAttemptResponse })
  @NeedsIdempotencyKey()
  @Refuses(
    409,
    'case-closed',
    'do-not-contact',
    'contact-point-superseded',
    'contact-point-unsafe',
    'contact-point-of-childhood',
    'child-contact-not-checked',
    'already-reached',
    'attempts-used-up',
    'nothing-agreed',
  )
  recordContactAttempt(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: RecordAttemptRequest,
  ): Promise<RecordedAttemptResponse> {
    return this.attempts.record(actor, id, request);
  }

  @Get('inbound-contacts')
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'Calls, chats and replies that came in',
    description: 'Newest first, with the wait.',
  })
  @ApiOkResponse({ type: InboundContactList })
  listInboundContacts(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<InboundContactList> {
    return this.calls.inbound(actor, id);
  }

  @Post('inbound-contacts')
  @Access({ permission: 'case:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Write down a call, chat or reply that came in',
    description:
      'One that nobody has answered, or whose sender wants to be called, becomes a task. It is no attempt of ours.',
  })
  @ApiCreatedResponse({ type: InboundContactResponse })
  @NeedsIdempotencyKey()
  @Refuses(409, 'case-closed')
  recordInboundContact(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: RecordInboundRequest,
  ): Promise<InboundContactResponse> {
    return this.inbound.record(actor, id, request);
  }
}
