import { IsCode } from '../platform/validation/decorators.js';
import { SafetyVersionRead } from './safety-version-read.js';

/** How it is known that a collision is harmless. */
export const CLEARING_REASONS = [
  'not-the-suspect',
  'shared-household',
  'entered-in-error',
  'officer-confirmed',
  'no-longer-holds',
] as const;
export type ClearingReason = (typeof CLEARING_REASONS)[number];

/** Why a collision that was cleared is danger again. */
export const RESTORING_REASONS = ['cleared-in-error', 'new-knowledge', 'officer-asked'] as const;
export type RestoringReason = (typeof RESTORING_REASONS)[number];

export class ClearCollisionRequest extends SafetyVersionRead {
  @IsCode(CLEARING_REASONS, { example: 'officer-confirmed' })
  reasonCode!: ClearingReason;
}

export class RestoreCollisionRequest {
  @IsCode(RESTORING_REASONS, { example: 'cleared-in-error' })
  reasonCode!: RestoringReason;
}
