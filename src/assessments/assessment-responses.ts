import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../platform/http/paging.js';
import { DeadlineResponse } from './deadline-responses.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000061' } as const;
const AT = { format: 'date-time', example: '2019-04-03T10:15:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;

export class WarningResponse {
  @ApiProperty({ example: 'level-below-floor-under-13' })
  code!: string;

  @ApiProperty({ example: 'The recorded level is below the floor for a child under 13 with signs of risk.' })
  message!: string;

  @ApiProperty({ example: 'Herefordshire Safeguarding Children Board, pre-checklist, 2017' })
  source!: string;

  @ApiProperty({ example: 'certain' })
  factStatus!: string;
}

export class AssessmentResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ enum: ['needs', 'msht', 'cse', 'fraud', 'general'], example: 'needs' })
  kind!: string;

  @ApiProperty({ example: 'needs' })
  formCode!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  formVersion!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'By code of the question; texts are kept encrypted',
    example: { restorativeJustice: 'offered-declined' },
  })
  answers!: Record<string, unknown>;

  @ApiProperty({
    type: [WarningResponse],
    description: 'What a coordinator is told of; none of it blocks anything',
  })
  warnings!: WarningResponse[];

  @ApiProperty({ type: [DeadlineResponse], description: 'What is due because of it, earliest first' })
  deadlines!: DeadlineResponse[];

  @ApiProperty(AT)
  completedAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  completedBy!: string;

  @ApiProperty(AT)
  recordedAt!: string;

  @ApiProperty({ format: 'date', example: '2031-04-03' })
  reviewDueOn!: string;

  @ApiProperty({
    ...NULLABLE,
    enum: ['offered-accepted', 'offered-declined', 'not-suitable', 'not-asked', null],
    example: 'offered-declined',
    description: 'Of a needs assessment; null of every other',
  })
  restorativeJustice!: string | null;

  @ApiProperty({ ...NULLABLE, format: 'uuid', example: null, description: 'The assessment that it corrects' })
  supersedes!: string | null;

  @ApiProperty({ ...NULLABLE, format: 'uuid', example: null, description: 'The assessment that corrects it' })
  supersededBy!: string | null;
}

export class AssessmentPage extends PageOf {
  @ApiProperty({ type: [AssessmentResponse], description: 'Newest first; corrected ones stay' })
  items!: AssessmentResponse[];
}
