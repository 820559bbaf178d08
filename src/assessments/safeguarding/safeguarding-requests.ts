import { IsCode, IsInstant, IsText, MayBeOmitted } from '../../platform/validation/decorators.js';
import {
  ABOUT,
  type About,
  BASES,
  type Concerns,
  CONCERNS,
  type Decision,
  DECISION_CODES,
  type SafeguardingBasis,
} from './safeguarding-codes.js';

export class MakeSafeguardingReferralRequest {
  @IsCode(ABOUT, { description: 'Somebody whose age is not known is referred as a child', example: 'adult' })
  about!: About;

  @MayBeOmitted()
  @IsCode(CONCERNS, {
    description:
      'The person of the case unless given; or somebody near them, such as a child in the household',
  })
  concerns?: Concerns;

  @IsText({
    max: 20,
    description: 'Code of the local authority, of those that take safeguarding referrals',
    example: 'E10000034',
  })
  authority!: string;

  @MayBeOmitted()
  @IsCode(BASES, {
    description: 'Of an adult: consent, or why it goes without; nobody is asked for a child',
    example: 'consent',
  })
  basis?: SafeguardingBasis;

  @MayBeOmitted()
  @IsInstant({
    description: 'When the authority was told by phone; now where neither this nor `writtenAt` is given',
    withoutExample: true,
  })
  phonedAt?: string;

  @MayBeOmitted()
  @IsText({
    max: 120,
    description: 'Who at the authority took the call; kept encrypted. Only where somebody was told by phone',
    withoutExample: true,
  })
  takenBy?: string;

  @MayBeOmitted()
  @IsInstant({ description: 'When the written form was sent', withoutExample: true })
  writtenAt?: string;

  @MayBeOmitted()
  @IsText({
    max: 4000,
    lines: true,
    description: 'What the concern is; kept encrypted',
    example: 'Is not eating, and nobody comes to the house.',
  })
  concern?: string;
}

export class AcknowledgeSafeguardingRequest {
  @MayBeOmitted()
  @IsCode(DECISION_CODES, {
    description: 'What the authority decided; left out: it acknowledged only, and is still asked',
    example: 'no-further-action',
  })
  decision?: Decision;

  @MayBeOmitted()
  @IsInstant({ description: 'When the authority said so; now unless given', withoutExample: true })
  occurredAt?: string;
}
