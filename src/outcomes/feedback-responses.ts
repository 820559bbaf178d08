import { ApiProperty } from '@nestjs/swagger';
import { FEEDBACK_CHANNELS, PUBLISHING } from './feedback-requests.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000072' } as const;
const AT = { format: 'date-time', example: '2019-08-01T13:05:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;

export class FeedbackResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ enum: FEEDBACK_CHANNELS, example: 'phone' })
  channel!: string;

  @ApiProperty({ example: 'It was good to be asked how I am.' })
  words!: string;

  @ApiProperty({ enum: PUBLISHING, example: 'yes' })
  mayBePublished!: string;

  @ApiProperty(AT)
  givenAt!: string;

  @ApiProperty(AT)
  recordedAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  recordedBy!: string;

  @ApiProperty({
    ...NULLABLE,
    example: null,
    description: 'What may be quoted; null until a second person has checked that it tells nobody’s identity',
  })
  quote!: string | null;

  @ApiProperty({ ...NULLABLE, ...AT, example: null })
  checkedAt!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  checkedBy!: string | null;

  @ApiProperty({ type: 'integer', example: 1, description: 'Also the ETag' })
  version!: number;
}

export class FeedbackList {
  @ApiProperty({ type: [FeedbackResponse], description: 'Newest first' })
  items!: FeedbackResponse[];
}
