import {
  CALL_RESULTS,
  type CallResult,
  SAFE_TO_TALK,
  type SafeToTalk,
} from '../../cases/calls/call-results.js';
import {
  IsCode,
  IsFlag,
  IsId,
  IsInstant,
  IsText,
  MayBeOmitted,
} from '../../platform/validation/decorators.js';

export const CALL_PURPOSES = ['first-contact', 'agreed-call', 'check-in'] as const;
export type CallPurpose = (typeof CALL_PURPOSES)[number];

export const INBOUND_CHANNELS = ['phone', 'live-chat', 'email', 'sms', 'letter', 'in-person'] as const;
export type InboundChannel = (typeof INBOUND_CHANNELS)[number];

export class RecordAttemptRequest {
  @IsCode(CALL_PURPOSES, {
    description: 'Only `first-contact` counts towards the attempts',
    example: 'first-contact',
  })
  purpose!: CallPurpose;

  @IsCode(SAFE_TO_TALK, {
    description: 'The answer to "is it safe to speak?", asked before anything else',
    example: 'not-asked-no-answer',
  })
  safeToTalk!: SafeToTalk;

  @IsCode(CALL_RESULTS, { example: 'no-answer' })
  result!: CallResult;

  @MayBeOmitted()
  @IsFlag({ description: 'Of somebody who was reached; left out: they did not say', withoutExample: true })
  wantsSupport?: boolean;

  @MayBeOmitted()
  @IsId({
    description:
      'The number that was called; without it a number that is not on the record. Needed of a child, and of somebody of ' +
      'unknown age: one that was named as safe, or where they were named themselves without a number, one of which a ' +
      'coordinator said that it is theirs',
    withoutExample: true,
  })
  contactPointId?: string;

  @MayBeOmitted()
  @IsId({
    description: 'The referral that led to the call; without it the most direct one of the case',
    withoutExample: true,
  })
  referralId?: string;

  @MayBeOmitted()
  @IsInstant({ description: 'When the call was made; now unless given', withoutExample: true })
  occurredAt?: string;

  @MayBeOmitted()
  @IsText({
    max: 4000,
    lines: true,
    description: 'Kept encrypted',
    example: 'Rang for a minute, nobody answered.',
  })
  note?: string;
}

export class RecordInboundRequest {
  @IsCode(INBOUND_CHANNELS, { example: 'live-chat' })
  channel!: InboundChannel;

  @IsInstant({ description: 'When it came', example: '2019-08-01T13:05:00Z' })
  receivedAt!: string;

  @MayBeOmitted()
  @IsInstant({
    description: 'When a coordinator answered; left out: nobody has yet',
    example: '2019-08-01T13:07:00Z',
  })
  answeredAt?: string;

  @IsText({
    max: 8000,
    lines: true,
    description: 'What it was about; kept encrypted',
    example: 'Asks for a call this afternoon.',
  })
  summary!: string;

  @MayBeOmitted()
  @IsInstant({ description: 'When the person wants to be called back', example: '2090-08-01T15:00:00Z' })
  callBackWantedAt?: string;
}
