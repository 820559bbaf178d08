import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../platform/http/paging.js';
import { AllocationResponse } from './case-responses.js';

export class AllocatedResponse {
  @ApiProperty({ format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000001' })
  caseId!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'dev-coordinator-1',
    description: 'Null: in the team’s queue',
  })
  subject!: string | null;

  @ApiProperty({ example: 'central' })
  team!: string;

  @ApiProperty({ type: 'integer', example: 2, description: 'The case’s new version, also the ETag' })
  version!: number;
}

export class AllocationEntryResponse extends AllocationResponse {
  @ApiProperty({ format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000031' })
  id!: string;

  @ApiProperty({ example: 'dev-team-leader-1' })
  allocatedBy!: string;

  @ApiProperty({ format: 'date-time', example: '2019-04-02T09:30:00.000Z' })
  allocatedAt!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    example: null,
    description: 'Null: it lies there now',
  })
  endedAt!: string | null;
}

export class AllocationPage extends PageOf {
  @ApiProperty({ type: [AllocationEntryResponse], description: 'Newest first' })
  items!: AllocationEntryResponse[];
}
