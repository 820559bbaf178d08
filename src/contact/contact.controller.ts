import { Body, Controller, Get, Header, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { type Page, PageQuery } from '../platform/http/paging.js';
import { IdParam, IfMatch } from '../platform/http/parameters.js';
import { NeedsIfMatch, Refuses } from '../platform/http/refusals.js';
import { CapturedMessages } from './messages/captured-messages.js';
import { SettlementRequest } from './messages/message-requests.js';
import {
  CapturedMessagePage,
  type CapturedMessageResponse,
  MessageList,
  MessageResponse,
} from './messages/message-responses.js';
import { ReadMessages } from './messages/read-messages.js';
import { SettleMessage } from './messages/settle-message.js';
import { ContactPlanResponse } from './planning/contact-plan-responses.js';
import { ReadContactPlan } from './planning/read-contact-plan.js';

@ApiTags('contact')
@Controller()
export class ContactController {
  constructor(
    private readonly plans: ReadContactPlan,
    private readonly messages: ReadMessages,
    private readonly captured: CapturedMessages,
    private readonly settlements: SettleMessage,
  ) {}

  @Get('cases/:id/contact-plan')
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'Whether a machine may make contact, and why not',
    description:
      'The latest safety decision with every reason in words and what it is about, the verdict on each contact point, ' +
      'and what was planned for each referral. No addresses are shown.',
  })
  @ApiOkResponse({ type: ContactPlanResponse })
  readContactPlan(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<ContactPlanResponse> {
    return this.plans.read(actor, id);
  }

  @Get('cases/:id/messages')
  @Access({ permission: 'message:read', audit: 'person-read' })
  @ApiOperation({ summary: 'Messages of a case', description: 'Newest first, without their text.' })
  @ApiOkResponse({ type: MessageList })
  listMessages(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<MessageList> {
    return this.messages.ofCase(actor, id);
  }

  @Get('messages/:id')
  @Access({ permission: 'message:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'One message',
    description: 'With its text, its address, and each handing over to the provider.',
  })
  @ApiOkResponse({ type: MessageResponse })
  readMessage(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<MessageResponse> {
    return this.messages.one(actor, id);
  }

  @Post('messages/:id/settlement')
  @HttpCode(200)
  @Access({ permission: 'message:settle', audit: 'person-write' })
  @ApiOperation({
    summary: 'Say what became of a message',
    description:
      'Ends an `unknown` message: it was sent, or it was not. A machine never sends it again. Its task is completed.',
  })
  @ApiOkResponse({ type: MessageResponse })
  @NeedsIfMatch()
  @Refuses(409, 'message-not-unknown')
  settleMessage(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() request: SettlementRequest,
  ): Promise<MessageResponse> {
    return this.settlements.settle(actor, id, version, request);
  }

  @Get('captured-messages')
  @Access({ permission: 'message:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'Messages that would have left',
    description:
      'Only where messages are captured, on a machine where nothing leaves; elsewhere this is 404.',
  })
  @ApiOkResponse({ type: CapturedMessagePage })
  listCapturedMessages(
    @CurrentActor() actor: Actor,
    @Query() query: PageQuery,
  ): Promise<Page<CapturedMessageResponse>> {
    return this.captured.page(actor, query);
  }

  @Get('captured-messages/:id/pdf')
  @Access({ permission: 'message:read', audit: 'person-read' })
  @Header('content-disposition', 'inline; filename="letter.pdf"')
  @ApiOperation({
    summary: 'A captured letter as it would be printed',
    description: 'By the id of its message.',
  })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' }, description: 'PDF' })
  async readCapturedLetter(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<StreamableFile> {
    return new StreamableFile(await this.captured.letter(actor, id), { type: 'application/pdf' });
  }
}
