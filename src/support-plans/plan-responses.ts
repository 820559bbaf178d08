import { ApiProperty } from '@nestjs/swagger';
import { ExitStrategyResponse, PlanCheckInResponse, PlanReviewResponse } from './course-responses.js';
import { PlanActionResponse, PlanGoalResponse } from './goal-responses.js';
import { RISK_LEVELS } from './plan-codes.js';
import { PLAN_STATES } from './plan-states.js';
import { PLAN_STEPS } from './plan-steps.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000071' } as const;
const AT = { format: 'date-time', example: '2019-06-03T09:30:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;

export class PlanStepResponse {
  @ApiProperty({ ...ID, description: 'The task' })
  taskId!: string;

  @ApiProperty({ enum: PLAN_STEPS, example: 'plan-check-in' })
  kind!: string;

  @ApiProperty({ ...ID, description: 'The plan, or the action' })
  aboutId!: string;

  @ApiProperty({ ...NULLABLE, example: 'dev-coordinator-1' })
  owner!: string | null;

  @ApiProperty(AT)
  dueAt!: string;

  @ApiProperty({ example: 'The time that was agreed when the plan was opened, or at the check-in before.' })
  explanation!: string;
}

export class SupportPlanResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ enum: PLAN_STATES, example: 'active' })
  state!: string;

  @ApiProperty({ example: 'dev-coordinator-1', description: 'Who answers for it' })
  owner!: string;

  @ApiProperty({ ...ID, description: 'The specialist assessment that it answers' })
  assessmentId!: string;

  @ApiProperty(AT)
  createdAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  createdBy!: string;

  @ApiProperty({ ...NULLABLE, ...AT, description: 'Null once it has ended' })
  nextCheckInAt!: string | null;

  @ApiProperty({ format: 'date', example: '2019-07-01' })
  reviewDueOn!: string;

  @ApiProperty({ enum: RISK_LEVELS, example: 'standard' })
  riskLevel!: string;

  @ApiProperty({ ...NULLABLE, ...AT, example: null })
  endedAt!: string | null;

  @ApiProperty({ type: [PlanGoalResponse], description: 'Oldest first' })
  goals!: PlanGoalResponse[];

  @ApiProperty({ type: [PlanActionResponse], description: 'The one due first first' })
  actions!: PlanActionResponse[];

  @ApiProperty({ type: [PlanCheckInResponse], description: 'Newest first' })
  checkIns!: PlanCheckInResponse[];

  @ApiProperty({ type: [PlanReviewResponse], description: 'Newest first' })
  reviews!: PlanReviewResponse[];

  @ApiProperty({ type: ExitStrategyResponse, nullable: true })
  exitStrategy!: ExitStrategyResponse | null;

  @ApiProperty({ type: [PlanStepResponse], description: 'What is due next, and why then' })
  steps!: PlanStepResponse[];

  @ApiProperty({ type: 'integer', example: 1, description: 'Also the ETag of the plan' })
  version!: number;
}
