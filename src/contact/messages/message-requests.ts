import { IsCode, IsText, MayBeOmitted } from '../../platform/validation/decorators.js';

/** What somebody found out about a message of which nobody knew whether it left. */
export class SettlementRequest {
  @IsCode(['sent', 'not-sent'], { description: 'Whether it reached the provider', example: 'sent' })
  outcome!: 'sent' | 'not-sent';

  @MayBeOmitted()
  @IsText({
    max: 2000,
    lines: true,
    description: 'How it was found out; kept as a note of the case',
    example: 'The relay’s log has it.',
  })
  note?: string;
}
