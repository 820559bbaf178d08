import { CALL_RESULTS, type CallResult, SAFE_TO_TALK, type SafeToTalk } from '../cases/calls/call-results.js';
import {
  IsCode,
  IsDay,
  IsFlag,
  IsId,
  IsInstant,
  IsText,
  MayBeOmitted,
} from '../platform/validation/decorators.js';
import {
  ACHIEVED,
  type Achieved,
  EXIT_REASONS,
  type ExitReason,
  RISK_LEVELS,
  type RiskLevel,
} from './plan-codes.js';

export class RecordCheckInRequest {
  @IsCode(SAFE_TO_TALK, {
    description: 'The answer to "is it safe to speak?", asked before anything else',
    example: 'yes',
  })
  safeToTalk!: SafeToTalk;

  @IsCode(CALL_RESULTS, { description: 'What came of it', example: 'answered-victim' })
  result!: CallResult;

  @MayBeOmitted()
  @IsId({
    description:
      'The number that was called. Needed of a child, and of somebody of unknown age, as for every call: their own where ' +
      'they were named as safe to contact, else one that was named as safe. None where the person was met',
    withoutExample: true,
  })
  contactPointId?: string;

  @MayBeOmitted()
  @IsFlag({
    description:
      'Whether the person was met, and not called; not so unless given. A meeting ends neither as engaged, nor with a ' +
      'voicemail, nor as a wrong number',
    withoutExample: true,
  })
  isInPerson?: boolean;

  @MayBeOmitted()
  @IsInstant({
    description: 'When the next one is due; always needed (`check-in-missing`), not in the past',
    example: '2031-04-17T10:00:00Z',
  })
  nextCheckInAt?: string;

  @MayBeOmitted()
  @IsInstant({ description: 'When it was done; now unless given', withoutExample: true })
  doneAt?: string;

  @MayBeOmitted()
  @IsText({
    max: 4000,
    lines: true,
    description: 'Kept encrypted',
    example: 'Invented: sleeps better, the lock is fitted.',
  })
  note?: string;
}

export class ReviewPlanRequest {
  @IsCode(RISK_LEVELS, { description: 'How great the danger is now', example: 'standard' })
  riskLevel!: RiskLevel;

  @MayBeOmitted()
  @IsDay({
    description: 'When the plan is looked at again; always needed (`review-date-missing`), not in the past',
    example: '2031-05-30',
  })
  nextReviewOn?: string;

  @MayBeOmitted()
  @IsInstant({ description: 'When it was reviewed; now unless given', withoutExample: true })
  reviewedAt?: string;

  @MayBeOmitted()
  @IsText({
    max: 4000,
    lines: true,
    description: 'What is changed; kept encrypted',
    example: 'Invented: calls every two weeks from now on.',
  })
  changes?: string;
}

export class WriteExitStrategyRequest {
  @IsCode(EXIT_REASONS, { description: 'Why support by the plan ends', example: 'goals-met' })
  reason!: ExitReason;

  @IsCode(ACHIEVED, { description: 'How much of what the person wanted was achieved', example: 'mostly' })
  achieved!: Achieved;

  @IsText({
    max: 4000,
    lines: true,
    description: 'What comes next for the person; kept encrypted',
    example: 'Invented: goes on with the group on Thursdays.',
  })
  whatNext!: string;

  @IsText({
    max: 2000,
    lines: true,
    description: 'How they come back if they need to; kept encrypted',
    example: 'Invented: knows the number and may ring at any time.',
  })
  reEntry!: string;

  @IsText({
    max: 2000,
    lines: true,
    description: 'How they can safely be contacted afterwards; kept encrypted',
    example: 'Invented: by phone on weekdays before noon.',
  })
  safeWayToContact!: string;

  @MayBeOmitted()
  @IsInstant({ description: 'When it was written with the person; now unless given', withoutExample: true })
  writtenAt?: string;
}
