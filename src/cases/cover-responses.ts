import { ApiProperty } from '@nestjs/swagger';

export class CoverResponse {
  @ApiProperty({ format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000091' })
  id!: string;

  @ApiProperty({ example: 'dev-coordinator-1', description: 'Who is away' })
  subject!: string;

  @ApiProperty({ example: 'dev-coordinator-2' })
  coveredBy!: string;

  @ApiProperty({ format: 'date', example: '2090-01-02' })
  fromOn!: string;

  @ApiProperty({ format: 'date', example: '2090-01-13', description: 'The last day' })
  toOn!: string;

  @ApiProperty({ format: 'date-time', example: '2019-08-01T13:05:00.000Z' })
  recordedAt!: string;

  @ApiProperty({ example: 'dev-team-leader-1' })
  recordedBy!: string;
}

export class CoverList {
  @ApiProperty({ type: [CoverResponse], description: 'Latest first, up to 100' })
  items!: CoverResponse[];
}
