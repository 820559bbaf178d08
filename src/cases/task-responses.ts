import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../platform/http/paging.js';
import { TASK_KINDS } from './case-opening.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000041' } as const;
const AT = { format: 'date-time', example: '2019-04-03T22:59:59.999Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;

export class TaskItemResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ enum: TASK_KINDS, example: 'call-person' })
  kind!: string;

  @ApiProperty({ example: 'intake', description: 'What asked for it: a room of the service, or `person`' })
  source!: string;

  @ApiProperty({ ...NULLABLE, ...ID, description: 'What it is about, such as a message or an access' })
  sourceId!: string | null;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ example: 'VAL-4K7M-2QXD' })
  caseReference!: string;

  @ApiProperty(ID)
  personId!: string;

  @ApiProperty({ example: 'Ada Invented' })
  personName!: string;

  @ApiProperty({
    ...NULLABLE,
    example: 'dev-coordinator-1',
    description: 'Null: whoever of the team takes it',
  })
  owner!: string | null;

  @ApiProperty({ example: 'central' })
  team!: string;

  @ApiProperty(AT)
  dueAt!: string;

  @ApiProperty(AT)
  createdAt!: string;

  @ApiProperty({ enum: ['open', 'completed', 'cancelled'], example: 'open' })
  state!: string;

  @ApiProperty({ ...NULLABLE, ...AT })
  endedAt!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  outcomeCode!: string | null;

  @ApiProperty({ type: 'integer', example: 1, description: 'Also the ETag of the task' })
  version!: number;
}

export class TaskPage extends PageOf {
  @ApiProperty({ type: [TaskItemResponse] })
  items!: TaskItemResponse[];
}

export class TaskResponse extends TaskItemResponse {
  @ApiProperty({
    ...NULLABLE,
    example: 'Ask whether the new lock was fitted.',
    description: 'What a person asked for',
  })
  details!: string | null;

  @ApiProperty({ example: 'dev-coordinator-1' })
  createdBy!: string;

  @ApiProperty({ ...NULLABLE, example: null })
  completedBy!: string | null;
}

class NextActionResponse {
  @ApiProperty(AT)
  dueAt!: string;

  @ApiProperty({ enum: ['earliest-open-task', 'follow-up-review-added'], example: 'follow-up-review-added' })
  because!: string;

  @ApiProperty({
    ...NULLABLE,
    example:
      'followUpReviewWorkingDays: 10 working days of England and Wales after 2019-04-03, end of day in London',
  })
  explanation!: string | null;
}

export class ChangedTaskResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ ...NULLABLE, example: 'dev-coordinator-1' })
  owner!: string | null;

  @ApiProperty({ ...NULLABLE, ...AT })
  completedAt!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'done' })
  outcomeCode!: string | null;

  @ApiProperty({
    type: NextActionResponse,
    nullable: true,
    description: 'When the case is next due now; null where nothing moved',
  })
  caseNextAction!: NextActionResponse | null;

  @ApiProperty({ type: 'integer', example: 2, description: 'Also the ETag of the task' })
  version!: number;
}
