import { ApiProperty } from '@nestjs/swagger';
import { CALL_RESULTS, SAFE_TO_TALK } from '../cases/calls/call-results.js';
import { ACHIEVED, EXIT_REASONS, RISK_LEVELS } from './plan-codes.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000073' } as const;
const AT = { format: 'date-time', example: '2019-06-03T09:30:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;

export class PlanCheckInResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  planId!: string;

  @ApiProperty({ ...AT, description: 'When it was due' })
  plannedAt!: string;

  @ApiProperty(AT)
  doneAt!: string;

  @ApiProperty({ enum: SAFE_TO_TALK, example: 'yes' })
  safeToTalk!: string;

  @ApiProperty({ enum: CALL_RESULTS, example: 'answered-victim' })
  result!: string;

  @ApiProperty({ ...NULLABLE, ...ID, description: 'The number that was called; null where none was named' })
  contactPointId!: string | null;

  @ApiProperty({ example: false, description: 'Whether the person was met, and not called' })
  isInPerson!: boolean;

  @ApiProperty({ ...NULLABLE, example: 'Invented: sleeps better, the lock is fitted.' })
  note!: string | null;

  @ApiProperty({ example: 'dev-coordinator-1' })
  by!: string;

  @ApiProperty({ ...AT, description: 'When the one after it is due' })
  nextPlannedAt!: string;
}

export class PlanReviewResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  planId!: string;

  @ApiProperty({ format: 'date', example: '2019-07-01', description: 'When it was due' })
  plannedOn!: string;

  @ApiProperty(AT)
  reviewedAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  reviewedBy!: string;

  @ApiProperty({ enum: RISK_LEVELS, example: 'standard' })
  riskLevel!: string;

  @ApiProperty({ ...NULLABLE, example: 'Invented: calls every two weeks from now on.' })
  changes!: string | null;

  @ApiProperty({ format: 'date', example: '2019-08-01' })
  nextReviewOn!: string;
}

export class ExitStrategyResponse {
  @ApiProperty(ID)
  planId!: string;

  @ApiProperty({ enum: EXIT_REASONS, example: 'goals-met' })
  reason!: string;

  @ApiProperty({ enum: ACHIEVED, example: 'mostly' })
  achieved!: string;

  @ApiProperty({ example: 'Invented: goes on with the group on Thursdays.' })
  whatNext!: string;

  @ApiProperty({ example: 'Invented: knows the number and may ring at any time.' })
  reEntry!: string;

  @ApiProperty({ example: 'Invented: by phone on weekdays before noon.' })
  safeWayToContact!: string;

  @ApiProperty(AT)
  writtenAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  writtenBy!: string;
}
