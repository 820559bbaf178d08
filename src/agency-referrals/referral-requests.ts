import { IsCode, IsDay, IsInstant, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import { IsObjectOf } from '../platform/validation/nested-decorators.js';
import { LAWFUL_BASES, type LawfulBasis, PROTECTED, type Protected } from './lawful-bases.js';
import { AGENCY_ANSWERS, type AgencyAnswer } from './referral-states.js';

export const REFERRAL_KINDS = ['referral', 'signposted'] as const;
export type ReferralKind = (typeof REFERRAL_KINDS)[number];

/** Why an agency takes somebody not on. */
export const DECLINE_REASONS = [
  'not-eligible',
  'out-of-area',
  'no-capacity',
  'could-not-reach-person',
  'person-declined',
  'in-service-already',
  'other',
] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** What came of a referral. */
export const REFERRAL_OUTCOMES = [
  'support-completed',
  'support-ended-early',
  'not-taken-up',
  'consent-withdrawn',
  'no-answer-from-agency',
  'sent-in-error',
] as const;
export type ReferralOutcome = (typeof REFERRAL_OUTCOMES)[number];

/** Safeguarding without consent. */
export class LawfulBasisRequest {
  @IsCode(LAWFUL_BASES, {
    description: 'The limb of the Data Protection Act 2018, schedule 1, paragraph 18(2)',
  })
  limb!: LawfulBasis;

  @IsCode(PROTECTED, { description: 'Whom it protects, paragraph 18(1)(b)' })
  protects!: Protected;
}

export class SendAgencyReferralRequest {
  @MayBeOmitted()
  @IsCode(REFERRAL_KINDS, {
    description:
      '`referral` unless given. `signposted`: the person was told of the agency, and nothing went to it; it is no ' +
      'referral in any count',
  })
  kind?: ReferralKind;

  @IsText({ max: 60, description: 'Code of the directory', example: 'victim-support' })
  agencyCode!: string;

  @IsText({ max: 60, description: 'Code of the list `agency-purposes`', example: 'emotional-support' })
  purpose!: string;

  @MayBeOmitted()
  @IsObjectOf(() => LawfulBasisRequest, {
    description: 'Only where there is no consent, and somebody has to be protected without',
  })
  lawfulBasis?: LawfulBasisRequest;

  @MayBeOmitted()
  @IsInstant({ description: 'When it was sent; now unless given', withoutExample: true })
  sentAt?: string;

  @MayBeOmitted()
  @IsText({
    max: 4000,
    lines: true,
    description: 'What the agency is told; kept encrypted. No address in a case of modern slavery',
    example: 'Invented: would like to be called after six.',
  })
  note?: string;
}

export class AnswerAgencyReferralRequest {
  @IsCode(AGENCY_ANSWERS, { description: 'What the agency answered', example: 'accepted' })
  decision!: AgencyAnswer;

  @MayBeOmitted()
  @IsCode(DECLINE_REASONS, { description: 'Needed where it declined, and only there' })
  reason?: DeclineReason;

  @MayBeOmitted()
  @IsDay({
    description: 'Of an acceptance: when they first meet; not before the referral',
    withoutExample: true,
  })
  firstAppointmentOn?: string;

  @MayBeOmitted()
  @IsInstant({ description: 'When it answered; now unless given', withoutExample: true })
  answeredAt?: string;
}

export class CloseAgencyReferralRequest {
  @IsCode(REFERRAL_OUTCOMES, { description: 'What came of it', example: 'support-completed' })
  outcomeCode!: ReferralOutcome;

  @MayBeOmitted()
  @IsInstant({ description: 'When it ended; now unless given', withoutExample: true })
  closedAt?: string;
}
