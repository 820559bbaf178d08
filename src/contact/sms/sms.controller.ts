import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import { Database } from '../../platform/database/database.js';
import { IdParam } from '../../platform/http/parameters.js';
import { NeedsIdempotencyKey, Refuses } from '../../platform/http/refusals.js';
import { NotFound } from '../../platform/problems/problem.js';
import { MessageResponse } from '../messages/message-responses.js';
import { AskForSms } from './ask-for-sms.js';
import { NotifyCallbackRequest } from './callback-requests.js';
import { ProviderReceipts } from './provider-receipts.js';
import { AskForMessageRequest } from './sms-requests.js';
import { SMS_REFUSALS } from './sms-rules.js';

@ApiTags('contact')
@Controller()
export class SmsController {
  constructor(
    private readonly database: Database,
    private readonly asking: AskForSms,
    private readonly receipts: ProviderReceipts,
  ) {}

  @Post('cases/:id/messages')
  @Access({ permission: 'message:ask', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Send an SMS',
    description:
      'On a coordinator’s word, with one of the texts that there are. It waits for the hours for SMS and for the times ' +
      'that the person named as safe, and is decided on again when it leaves. It rests on the `safetyVersion` that was read.',
  })
  @ApiCreatedResponse({ type: MessageResponse })
  @NeedsIdempotencyKey()
  @Refuses(409, ...Object.keys(SMS_REFUSALS))
  @Refuses(412, 'stale-edit')
  askForMessage(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: AskForMessageRequest,
  ): Promise<MessageResponse> {
    return this.asking.ask(actor, id, request);
  }

  @Post('provider-callbacks/notify')
  @HttpCode(204)
  @Access({ permission: 'provider-callback:send', audit: 'person-write' })
  @ApiOperation({
    summary: 'What became of an SMS, as GOV.UK Notify tells it',
    description:
      'For Notify alone, which shows the token of `NOTIFY_CALLBACK_TOKEN`. Told twice, nothing changes.',
  })
  @ApiNoContentResponse({ description: 'Written down, or known already' })
  async receiveNotifyCallback(
    @CurrentActor() actor: Actor,
    @Body() { reference, status }: NotifyCallbackRequest,
  ): Promise<void> {
    await this.database.inTransaction(actor, async (tx) => {
      const received = reference ? await this.receipts.receive(tx, reference, status) : null;
      if (!received) throw new NotFound('message');
      await tx.audit({
        action: 'message.receipt',
        targetType: 'message',
        targetIds: [received.messageId],
        personIds: [received.personId],
      });
    });
  }
}
