import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../platform/http/paging.js';
import { STATUSES } from './clock-cube.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000071' } as const;
const DAY = { format: 'date', example: '2019-04-01' } as const;
const STATUS = { enum: STATUSES, example: 'yes' } as const;

class ClockRowResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ ...ID, type: String, nullable: true })
  caseId!: string | null;

  @ApiProperty(ID)
  personId!: string;

  @ApiProperty(ID)
  incidentId!: string;

  @ApiProperty({ example: '20-6A1' })
  ruleId!: string;

  @ApiProperty({ example: 'main' })
  limitCode!: string;

  @ApiProperty({ example: 'msht' })
  cohort!: string;

  @ApiProperty({ example: '18' })
  ageBand!: string;

  @ApiProperty({ example: 'POLICE' })
  dutyHolder!: string;

  @ApiProperty(STATUS)
  statusAtStart!: string;

  @ApiProperty(STATUS)
  statusNow!: string;

  @ApiProperty(DAY)
  startedOn!: string;

  @ApiProperty({
    ...DAY,
    type: String,
    nullable: true,
    description: 'The last day in time, the earlier in doubt',
  })
  dueOn!: string | null;

  @ApiProperty({ ...DAY, type: String, nullable: true })
  satisfiedOn!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'met',
    description: 'As the status was known at the start; null where that depends on an assessment',
  })
  state!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'met', description: 'As the status is known now' })
  stateNow!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'told', description: 'What the victim reported' })
  victimReported!: string | null;
}

export class ClockRowPage extends PageOf {
  @ApiProperty({ type: [ClockRowResponse] })
  items!: ClockRowResponse[];
}
