import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ADDRESS_IN_TEXT } from '../cases/address-in-text.js';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { IdParam, IfMatch } from '../platform/http/parameters.js';
import { NeedsIdempotencyKey, NeedsIfMatch, Refuses } from '../platform/http/refusals.js';
import { MoveReferral } from './move-referral.js';
import { ReadReferrals } from './read-referrals.js';
import {
  AnswerAgencyReferralRequest,
  CloseAgencyReferralRequest,
  SendAgencyReferralRequest,
} from './referral-requests.js';
import { AgencyReferralList, ChangedAgencyReferralResponse } from './referral-responses.js';
import { SendReferral } from './send-referral.js';

@ApiTags('agencies')
@Controller('cases/:id/agency-referrals')
export class AgencyReferralsController {
  constructor(
    private readonly reading: ReadReferrals,
    private readonly sending: SendReferral,
    private readonly moving: MoveReferral,
  ) {}

  @Get()
  @Access({ permission: 'agency-referral:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'Referrals to agencies',
    description: 'And agencies that the person was told of.',
  })
  @ApiOkResponse({ type: AgencyReferralList })
  listAgencyReferrals(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<AgencyReferralList> {
    return this.reading.list(actor, id);
  }

  @Post()
  @Access({ permission: 'agency-referral:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Refer to an agency, or tell of one',
    description:
      'Needs a consent that stands for this agency and purpose, or a lawful basis in its place, and an agency that ' +
      'takes people on that day. Its silence is chased.',
  })
  @ApiCreatedResponse({ type: ChangedAgencyReferralResponse })
  @NeedsIdempotencyKey(ADDRESS_IN_TEXT)
  @Refuses(
    409,
    'case-closed',
    'consent-missing',
    'lawful-basis-not-met',
    'agency-not-accepting',
    'agency-self-referral-only',
    'already-referred',
  )
  sendAgencyReferral(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: SendAgencyReferralRequest,
  ): Promise<ChangedAgencyReferralResponse> {
    return this.sending.send(actor, id, request);
  }

  @Post(':referralId/acceptance')
  @HttpCode(200)
  @Access({ permission: 'agency-referral:edit', audit: 'person-write' })
  @ApiOperation({
    summary: 'Write down what the agency answered',
    description:
      'It acknowledged, accepted or declined. One that accepted may be written down again with another day.',
  })
  @ApiOkResponse({ type: ChangedAgencyReferralResponse })
  @NeedsIfMatch()
  @Refuses(409, 'case-closed', 'agency-referral-ended', 'not-from-this-state')
  answerAgencyReferral(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IdParam('referralId') referralId: string,
    @IfMatch() version: number,
    @Body() request: AnswerAgencyReferralRequest,
  ): Promise<ChangedAgencyReferralResponse> {
    return this.moving.answer(actor, id, referralId, request, version);
  }

  @Post(':referralId/closure')
  @HttpCode(200)
  @Access({ permission: 'agency-referral:edit', audit: 'person-write' })
  @ApiOperation({ summary: 'Close a referral to an agency', description: 'With what came of it.' })
  @ApiOkResponse({ type: ChangedAgencyReferralResponse })
  @NeedsIfMatch()
  @Refuses(409, 'case-closed', 'agency-referral-ended')
  closeAgencyReferral(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IdParam('referralId') referralId: string,
    @IfMatch() version: number,
    @Body() request: CloseAgencyReferralRequest,
  ): Promise<ChangedAgencyReferralResponse> {
    return this.moving.close(actor, id, referralId, request, version);
  }
}
