import { IsCode, IsId, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import { IsListOf } from '../platform/validation/nested-decorators.js';
import { DANGER_MARKERS, type DangerMarker } from './contact-safety/danger-markers.js';
import { SafetyVersionRead } from './safety-version-read.js';

export const CHANNELS = ['phone', 'email', 'sms', 'letter'] as const;
export type Channel = (typeof CHANNELS)[number];
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const VOICEMAIL = ['never', 'name-only', 'ok'] as const;
export const SMS = ['never', 'plain-only', 'ok'] as const;
export const WRITING = ['never', 'plain-envelope', 'ok'] as const;

/** How it is known that a marker of danger does not hold, or no longer. */
export const LIFT_REASONS = [
  'entered-in-error',
  'no-longer-holds',
  'person-asked',
  'officer-confirmed',
] as const;
export type LiftReason = (typeof LIFT_REASONS)[number];

export const OBJECTION_REASONS = ['person-asked', 'professional-asked'] as const;
export type ObjectionReason = (typeof OBJECTION_REASONS)[number];

/** How the person themselves said that contact is welcome again: nobody else may say it for them. */
export const WITHDRAWAL_REASONS = ['person-rang', 'person-wrote', 'person-said-face-to-face'] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];

export class ReadNoteRequest extends SafetyVersionRead {
  @IsCode(['no-warning', 'warning'], {
    description: 'What the note says of safe contact; a warning holds every machine',
    example: 'warning',
  })
  verdict!: 'no-warning' | 'warning';
}

export class LiftMarkerRequest extends SafetyVersionRead {
  @IsId({ description: 'The referral that carries the marker' })
  referralId!: string;

  @IsCode(DANGER_MARKERS, { example: 'vulnerable' })
  marker!: DangerMarker;

  @IsCode(LIFT_REASONS, { example: 'officer-confirmed' })
  reasonCode!: LiftReason;
}

export class ObjectRequest {
  @IsCode(OBJECTION_REASONS, { example: 'person-asked' })
  reasonCode!: ObjectionReason;
}

export class WithdrawObjectionRequest extends SafetyVersionRead {
  @IsCode(WITHDRAWAL_REASONS, { description: 'How the person themselves said so', example: 'person-rang' })
  reasonCode!: WithdrawalReason;
}

export class SafeWindow {
  @IsCode(WEEKDAYS, { each: true, maxItems: 7, example: ['mon', 'wed'] })
  days!: (typeof WEEKDAYS)[number][];

  @IsText({ max: 5, description: 'London time, from', example: '18:00' })
  from!: string;

  @IsText({ max: 5, description: 'London time, until', example: '20:00' })
  to!: string;
}

export class PreferencesRequest {
  @IsCode(CHANNELS, {
    each: true,
    maxItems: 4,
    description: 'Wanted channels, best first; empty where nobody asked',
    example: ['phone'],
  })
  channelOrder!: Channel[];

  @IsListOf(() => SafeWindow, { max: 20, description: 'When it is safe to ring; empty where nobody asked' })
  safeWindows!: SafeWindow[];

  @IsCode(VOICEMAIL, { example: 'never' })
  voicemail!: (typeof VOICEMAIL)[number];

  @IsCode(SMS, { example: 'never' })
  sms!: (typeof SMS)[number];

  @IsCode(WRITING, { example: 'plain-envelope' })
  write!: (typeof WRITING)[number];

  @MayBeOmitted()
  @IsText({
    max: 2000,
    lines: true,
    description: 'Anything else; kept encrypted',
    example: 'Say that you ring from the library.',
  })
  details?: string;
}
