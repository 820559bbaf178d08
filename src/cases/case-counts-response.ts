import { ApiProperty } from '@nestjs/swagger';

class CountedValue {
  @ApiProperty({ example: 'central' })
  code!: string;

  @ApiProperty({ type: 'integer', example: 12 })
  count!: number;
}

export class CaseCountsResponse {
  @ApiProperty({ type: 'integer', example: 40, description: 'All open cases' })
  open!: number;

  @ApiProperty({
    type: 'integer',
    example: 3,
    description: 'Those whose next step should have been done by now',
  })
  overdue!: number;

  @ApiProperty({
    type: 'integer',
    example: 5,
    description: 'Yours, with those of whomever you cover for today',
  })
  mine!: number;

  @ApiProperty({ type: 'integer', example: 20, description: 'In a team’s queue' })
  nobodys!: number;

  @ApiProperty({ type: [CountedValue] })
  byTeam!: CountedValue[];

  @ApiProperty({ type: [CountedValue], description: 'A case counts under each of its cohorts' })
  byCohort!: CountedValue[];
}
