import { ApiProperty } from '@nestjs/swagger';
import { ACTION_OWNERS, DROP_REASONS, GOAL_CATEGORIES } from './plan-codes.js';
import { ACTION_STATES, GOAL_STATES } from './plan-states.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000072' } as const;
const AT = { format: 'date-time', example: '2019-06-03T09:30:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;

export class PlanGoalResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  planId!: string;

  @ApiProperty({ enum: GOAL_CATEGORIES, example: 'safety' })
  category!: string;

  @ApiProperty({ example: 'Invented: I want to sleep through the night again.' })
  words!: string;

  @ApiProperty({ enum: GOAL_STATES, example: 'open' })
  state!: string;

  @ApiProperty(AT)
  createdAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  createdBy!: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'Also the ETag of the goal' })
  version!: number;
}

export class PlanActionResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  planId!: string;

  @ApiProperty({ ...NULLABLE, ...ID, description: 'The goal that it serves' })
  goalId!: string | null;

  @ApiProperty({ example: 'home-security-check' })
  actionCode!: string;

  @ApiProperty({ example: 'Have the security of the home checked' })
  actionLabel!: string;

  @ApiProperty({ enum: ACTION_OWNERS, example: 'coordinator' })
  ownerKind!: string;

  @ApiProperty({ ...NULLABLE, example: null })
  agencyCode!: string | null;

  @ApiProperty({ format: 'date', example: '2019-06-10' })
  dueOn!: string;

  @ApiProperty({ ...NULLABLE, example: 'Invented: the back door first.' })
  details!: string | null;

  @ApiProperty({ enum: ACTION_STATES, example: 'open' })
  state!: string;

  @ApiProperty({ ...NULLABLE, ...AT, example: null })
  doneAt!: string | null;

  @ApiProperty({ ...NULLABLE, enum: [...DROP_REASONS, 'plan-ended', null], example: null })
  dropReason!: string | null;

  @ApiProperty(AT)
  createdAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  createdBy!: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'Also the ETag of the action' })
  version!: number;
}
