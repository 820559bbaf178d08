import { IsCode } from '../../platform/validation/decorators.js';

/** Why a letter came back, as the envelope says. */
export const RETURN_REASONS = [
  'gone-away',
  'addressee-unknown',
  'refused',
  'no-such-address',
  'incomplete-address',
  'not-called-for',
  'other',
] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

export class ReturnedLetterRequest {
  @IsCode(RETURN_REASONS, { description: 'Why it came back, as the envelope says', example: 'gone-away' })
  reason!: ReturnReason;
}
