import { IsCode, IsInstant, IsText, MayBeOmitted } from '../../platform/validation/decorators.js';
import { ASSESSED_BASES, type AssessedBasis } from '../../victims/enhanced-status/status-policy.js';

export class DecideEnhancedStatusRequest {
  @IsCode(['yes', 'no'], {
    description: '`no` is refused where the record itself gives a basis',
    example: 'yes',
  })
  status!: 'yes' | 'no';

  @MayBeOmitted()
  @IsCode(ASSESSED_BASES, {
    each: true,
    maxItems: ASSESSED_BASES.length,
    description: 'What it rests on; at least one of a `yes`, none of a `no`',
    example: ['fear-or-distress'],
  })
  bases?: AssessedBasis[];

  @MayBeOmitted()
  @IsInstant({ description: 'When it was decided; now unless given', withoutExample: true })
  decidedAt?: string;

  @MayBeOmitted()
  @IsText({
    max: 2000,
    lines: true,
    description: 'Why; kept encrypted',
    example: 'Is afraid of meeting the suspect in court.',
  })
  note?: string;
}
