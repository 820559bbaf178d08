import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../platform/http/paging.js';

export class AccessLogEntryResponse {
  @ApiProperty({ format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000061' })
  id!: string;

  @ApiProperty({ format: 'date-time', example: '2019-04-02T09:30:00.000Z' })
  occurredAt!: string;

  @ApiProperty({ enum: ['user', 'intake', 'worker', 'reporting'], example: 'user' })
  actorKind!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  subject!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Invented Coordinator One',
    description: 'Null for the service itself',
  })
  displayName!: string | null;

  @ApiProperty({ type: [String], example: ['coordinator'] })
  roles!: string[];

  @ApiProperty({ example: 'case.read' })
  action!: string;

  @ApiProperty({
    type: [String],
    example: [],
    description: 'Names of the fields shown or written, where that says more',
  })
  fields!: string[];

  @ApiProperty({ type: String, nullable: true, example: null })
  reasonCode!: string | null;
}

export class AccessLogPage extends PageOf {
  @ApiProperty({ type: [AccessLogEntryResponse], description: 'Newest first' })
  items!: AccessLogEntryResponse[];
}
