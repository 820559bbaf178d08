import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { IdParam } from '../platform/http/parameters.js';
import { NeedsIdempotencyKey, Refuses } from '../platform/http/refusals.js';
import { RecordConsentRequest, WithdrawConsentRequest } from './consent-requests.js';
import { AgencyConsentList, AgencyConsentResponse, WithdrawnConsentResponse } from './consent-responses.js';
import { ReadConsents } from './read-consents.js';
import { RecordConsent } from './record-consent.js';
import { WithdrawConsent } from './withdraw-consent.js';

@ApiTags('agencies')
@Controller('cases/:id/agency-consents')
export class ConsentsController {
  constructor(
    private readonly reading: ReadConsents,
    private readonly recording: RecordConsent,
    private readonly withdrawing: WithdrawConsent,
  ) {}

  @Get()
  @Access({ permission: 'agency-referral:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'Answers about telling agencies',
    description: 'Each yes and no, for one agency and one purpose, with who was asked, how and when.',
  })
  @ApiOkResponse({ type: AgencyConsentList })
  listAgencyConsents(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<AgencyConsentList> {
    return this.reading.list(actor, id);
  }

  @Post()
  @Access({ permission: 'agency-referral:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Write down an answer about telling an agency',
    description:
      'A yes or a no, for one agency and one purpose. Adults answer in person, and so does somebody of 16 or 17: ' +
      'somebody else’s yes counts only with a finding that they are unable to decide. Under 16, and where nobody knows the age, their own yes counts only with an assessment of Gillick competence.',
  })
  @ApiCreatedResponse({ type: AgencyConsentResponse })
  @NeedsIdempotencyKey()
  @Refuses(
    409,
    'case-closed',
    'consent-not-the-adults-own',
    'consent-not-the-young-persons-own',
    'consent-not-asked-of-child',
    'age-unknown',
  )
  recordAgencyConsent(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: RecordConsentRequest,
  ): Promise<AgencyConsentResponse> {
    return this.recording.record(actor, id, request);
  }

  @Post(':consentId/withdrawal')
  @Access({ permission: 'agency-referral:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Take a consent back',
    description: 'At any time. Each open referral that rests on it becomes a task.',
  })
  @ApiCreatedResponse({ type: WithdrawnConsentResponse })
  @NeedsIdempotencyKey()
  @Refuses(409, 'already-withdrawn', 'consent-not-given')
  withdrawAgencyConsent(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IdParam('consentId') consentId: string,
    @Body() request: WithdrawConsentRequest,
  ): Promise<WithdrawnConsentResponse> {
    return this.withdrawing.withdraw(actor, id, consentId, request);
  }
}
