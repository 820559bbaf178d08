import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import { IdParam, IfMatch } from '../../platform/http/parameters.js';
import { NeedsIdempotencyKey, NeedsIfMatch, Refuses } from '../../platform/http/refusals.js';
import { SafeguardingReferrals } from './safeguarding-referrals.js';
import { AcknowledgeSafeguardingRequest, MakeSafeguardingReferralRequest } from './safeguarding-requests.js';
import { SafeguardingReferralList, SafeguardingReferralResponse } from './safeguarding-responses.js';

@ApiTags('assessments')
@Controller('cases/:id/safeguarding-referrals')
export class SafeguardingController {
  constructor(private readonly referrals: SafeguardingReferrals) {}

  @Get()
  @Access({ permission: 'assessment:read', audit: 'person-read' })
  @ApiOperation({ summary: 'Safeguarding referrals of a case' })
  @ApiOkResponse({ type: SafeguardingReferralList })
  listSafeguardingReferrals(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
  ): Promise<SafeguardingReferralList> {
    return this.referrals.list(actor, id);
  }

  @Post()
  @Access({ permission: 'assessment:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Record a safeguarding referral',
    description:
      'By phone, then in writing, to the local authority itself. A child is referred without being asked. The clock of ' +
      'the acknowledgement starts: one working day to the chase, two to a supervisor.',
  })
  @ApiCreatedResponse({ type: SafeguardingReferralResponse })
  @NeedsIdempotencyKey(
    'basis-missing',
    'basis-not-asked-of-child',
    'not-phoned',
    'authority-unknown',
    'in-the-future',
    'before-the-case',
  )
  @Refuses(409, 'case-closed', 'not-a-child', 'not-an-adult', 'age-unknown', 'not-for-organisation')
  makeSafeguardingReferral(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: MakeSafeguardingReferralRequest,
  ): Promise<SafeguardingReferralResponse> {
    return this.referrals.make(actor, id, request);
  }

  @Post(':referralId/acknowledgement')
  @HttpCode(200)
  @Access({ permission: 'assessment:edit', audit: 'person-write' })
  @ApiOperation({
    summary: 'Record what the authority answered',
    description:
      'With its decision the chase and the supervisor’s task end; an acknowledgement alone ends neither.',
  })
  @ApiOkResponse({ type: SafeguardingReferralResponse })
  @NeedsIfMatch()
  @Refuses(409, 'already-acknowledged', 'already-decided')
  @Refuses(422, 'decision-does-not-fit', 'in-the-future', 'before-the-referral')
  acknowledgeSafeguardingReferral(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IdParam('referralId') referralId: string,
    @IfMatch() version: number,
    @Body() request: AcknowledgeSafeguardingRequest,
  ): Promise<SafeguardingReferralResponse> {
    return this.referrals.acknowledge(actor, { caseId: id, referralId }, version, request);
  }
}
