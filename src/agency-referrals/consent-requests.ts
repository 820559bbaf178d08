import { IsCode, IsDay, IsFlag, IsInstant, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import { IsObjectOf } from '../platform/validation/nested-decorators.js';
import { GIVERS, type Giver } from './consent-rule.js';

/** How somebody was asked. */
export const WAYS_OF_ASKING = ['phone', 'in-person', 'video', 'in-writing', 'through-interpreter'] as const;
export type WayOfAsking = (typeof WAYS_OF_ASKING)[number];

/** An assessment of whether a child understands this one decision, or somebody of 16 or 17 is able to take it. */
export class GillickRequest {
  @IsFlag({ description: 'Whether they were found to understand this decision' })
  isCompetent!: boolean;

  @IsText({ max: 200, description: 'Who assessed it; kept encrypted' })
  assessor!: string;

  @IsDay({ description: 'When; not in the future', withoutExample: true })
  assessedOn!: string;

  @IsText({ max: 2000, lines: true, description: 'Why; kept encrypted' })
  reasons!: string;
}

export class RecordConsentRequest {
  @IsText({ max: 60, description: 'Code of the directory', example: 'victim-support' })
  agencyCode!: string;

  @IsText({ max: 60, description: 'Code of the list `agency-purposes`', example: 'emotional-support' })
  purpose!: string;

  @IsFlag({ description: 'Their answer; a no is recorded too', example: true })
  isGiven!: boolean;

  @IsCode(GIVERS, {
    description: 'Who answered. Adults answer in person, and so does somebody of 16 or 17 who can',
    example: 'self',
  })
  givenBy!: Giver;

  @IsCode(WAYS_OF_ASKING, { description: 'How they were asked', example: 'phone' })
  askedHow!: WayOfAsking;

  @MayBeOmitted()
  @IsInstant({ description: 'When they were asked; now unless given', withoutExample: true })
  askedAt?: string;

  @MayBeOmitted()
  @IsText({
    max: 200,
    description: 'Subject of the colleague who asked; you unless given',
    example: 'dev-coordinator-1',
  })
  askedBy?: string;

  @MayBeOmitted()
  @IsObjectOf(() => GillickRequest, {
    description:
      'Needed for the own yes of a child under 16, or of somebody of unknown age; and, as a finding that they are unable ' +
      'to decide, for somebody else’s yes about somebody of 16 or 17',
  })
  gillick?: GillickRequest;
}

export class WithdrawConsentRequest {
  @IsCode(WAYS_OF_ASKING, { description: 'How they said so', example: 'phone' })
  withdrawnHow!: WayOfAsking;

  @MayBeOmitted()
  @IsInstant({ description: 'When they said so; now unless given', withoutExample: true })
  withdrawnAt?: string;
}
