import { ApiProperty } from '@nestjs/swagger';

const NULLABLE = { type: String, nullable: true } as const;

/** How a deadline was counted, as it was counted then. */
export class DeadlineExplanation {
  @ApiProperty({ example: 'Ask after the reasonable grounds decision' })
  label!: string;

  @ApiProperty({
    example: 'msht version 1: chase-reasonable-grounds',
    description: 'Which rule, in which version',
  })
  rule!: string;

  @ApiProperty({ example: 'nrm.submittedOn: 2019-04-01', description: 'What started the clock' })
  trigger!: string;

  @ApiProperty({
    ...NULLABLE,
    example: 'nrmReasonableGroundsChaseWorkingDays: 5 working days (Home Office)',
    description: 'The number that was counted with; null: the day itself',
  })
  threshold!: string | null;

  @ApiProperty({ example: 'working days of England and Wales' })
  calendar!: string;

  @ApiProperty({ example: '5 working days after Monday 1 April 2019 (day 0) is Monday 8 April 2019' })
  arithmetic!: string;

  @ApiProperty({ example: 'Home Office, Report modern slavery (MS-5)' })
  source!: string;

  @ApiProperty({ enum: ['certain', 'likely', 'unknown', 'ours', 'unverified'], example: 'certain' })
  factStatus!: string;
}

/** Something that is due because of what was recorded. */
export class DeadlineResponse extends DeadlineExplanation {
  @ApiProperty({ example: 'chase-reasonable-grounds' })
  code!: string;

  @ApiProperty({
    ...NULLABLE,
    example: 'chase-reasonable-grounds',
    description: 'Kind of the task that asks for it; null where it needs none',
  })
  taskKind!: string | null;

  @ApiProperty({ format: 'date-time', example: '2019-04-08T22:59:59.999Z' })
  dueAt!: string;
}
