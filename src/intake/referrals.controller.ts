import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { AlreadyAnswered } from '../platform/database/answered-requests.js';
import { IdParam } from '../platform/http/parameters.js';
import { ReferralReading } from './read-referrals.js';
import { ReferralReceiver } from './receive-referral.js';
import { DirectReferralRequest, ReferralsQuery } from './referrals.requests.js';
import { ReceivedReferralResponse, ReferralDetailResponse, ReferralsPage } from './referrals.responses.js';

/** Single referrals from officers, victims themselves and others. */
@ApiTags('referrals')
@Controller('referrals')
export class ReferralsController {
  constructor(
    private readonly receiver: ReferralReceiver,
    private readonly reading: ReferralReading,
  ) {}

  @Post()
  @Access({ permission: 'referral:create', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Refer somebody',
    description:
      'What is left out was not answered. A referral that a person must look at first is kept, which those who work with ' +
      'people are told with 202; a sender reads 201 and sees it as received.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: true,
    description:
      'A key of your own, such as a UUID: the same key with the same body gives the first answer again',
    schema: { type: 'string', maxLength: 128 },
  })
  @ApiCreatedResponse({ type: ReceivedReferralResponse })
  @ApiAcceptedResponse({ type: ReceivedReferralResponse, description: 'Kept for a person to look at' })
  async createReferral(
    @CurrentActor() actor: Actor,
    @Body() body: DirectReferralRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceivedReferralResponse> {
    try {
      const received = await this.receiver.receive(actor, body);
      tell(reply, received);
      return received;
    } catch (error) {
      if (error instanceof AlreadyAnswered) tell(reply, error.answer as ReceivedReferralResponse);
      throw error;
    }
  }

  @Get()
  @Access({ permission: 'referral:read', audit: 'person-read' })
  @ApiOperation({ summary: 'Referrals', description: 'Newest first. A sender sees what it sent.' })
  @ApiOkResponse({ type: ReferralsPage })
  listReferrals(@CurrentActor() actor: Actor, @Query() query: ReferralsQuery): Promise<ReferralsPage> {
    return this.reading.list(actor, query);
  }

  @Get(':id')
  @Access({ permission: 'referral:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'A referral',
    description: 'A sender sees its status; who works with people sees its versions as well.',
  })
  @ApiOkResponse({ type: ReferralDetailResponse })
  readReferral(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<ReferralDetailResponse> {
    return this.reading.read(actor, id);
  }
}

function tell(reply: FastifyReply, received: ReceivedReferralResponse): void {
  void reply.status(received.disposition === 'quarantined' ? 202 : 201);
  if (received.id) void reply.header('location', `/api/v1/referrals/${received.id}`);
}
