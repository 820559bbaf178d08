import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../platform/http/paging.js';
import { EVENT_SOURCES, QUALITY_ANSWERS } from './justice-event.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000071' } as const;
const NULLABLE = { type: String, nullable: true } as const;
const AT = { format: 'date-time', example: '2026-01-05T10:00:00.000Z' } as const;

class QualityAnswerResponse {
  @ApiProperty({ example: 'reasonsGiven' })
  question!: string;

  @ApiProperty({ enum: QUALITY_ANSWERS, example: 'yes' })
  answer!: string;
}

export class JusticeEventResponse {
  @ApiProperty({ ...ID, description: 'Of this version' })
  id!: string;

  @ApiProperty({ ...ID, description: 'Of the first version: what stays when the event is corrected' })
  originalId!: string;

  @ApiProperty(ID)
  incidentId!: string;

  @ApiProperty({ example: 'suspect.arrested' })
  kind!: string;

  @ApiProperty({ ...NULLABLE, example: null, description: 'Null: not said, which is no answer' })
  outcome!: string | null;

  @ApiProperty({ ...AT, description: 'Where only the day is known, its midnight in London' })
  occurredAt!: string;

  @ApiProperty({ enum: ['instant', 'day'], example: 'instant' })
  precision!: string;

  @ApiProperty({ ...NULLABLE, ...AT, example: null, description: 'When whoever has to act on it got it' })
  receivedAt!: string | null;

  @ApiProperty({ ...AT, description: 'When the service came to know of this version' })
  recordedAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  recordedBy!: string;

  @ApiProperty({ enum: EVENT_SOURCES, example: 'police' })
  source!: string;

  @ApiProperty({ ...NULLABLE, example: null, description: 'The feed that sent it; null: entered by hand' })
  feed!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  sourceReference!: string | null;

  @ApiProperty({ ...NULLABLE, example: null, description: 'The source’s key of the suspect' })
  suspectKey!: string | null;

  @ApiProperty({ ...NULLABLE, ...ID, example: null, description: 'The victim whom it concerns' })
  partyId!: string | null;

  @ApiProperty({
    ...NULLABLE,
    ...ID,
    example: null,
    description: 'First version of the event that it answers',
  })
  answersEventId!: string | null;

  @ApiProperty({ ...NULLABLE, example: null, description: 'The rule that it answers, or that it is about' })
  answersRule!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  channel!: string | null;

  @ApiProperty({ type: [QualityAnswerResponse] })
  quality!: QualityAnswerResponse[];

  @ApiProperty({ ...NULLABLE, ...ID, example: null, description: 'The version that this one replaced' })
  supersedesId!: string | null;

  @ApiProperty({ ...NULLABLE, example: null, description: 'Why it replaced that one' })
  correctionReason!: string | null;

  @ApiProperty({ example: false, description: 'It did not happen' })
  isWithdrawn!: boolean;

  @ApiProperty({ ...NULLABLE, ...AT, example: null, description: 'When a correction of it was recorded' })
  supersededAt!: string | null;
}

export class JusticeEventsPage extends PageOf {
  @ApiProperty({ type: [JusticeEventResponse], description: 'Newest versions, without what was withdrawn' })
  items!: JusticeEventResponse[];
}

class EventVersionResponse extends JusticeEventResponse {
  @ApiProperty({ ...NULLABLE, example: null, description: 'Words that somebody wrote about it' })
  note!: string | null;
}

export class JusticeEventDetailResponse extends JusticeEventResponse {
  @ApiProperty({
    type: [EventVersionResponse],
    description: 'All versions, oldest first: none is ever erased',
  })
  versions!: EventVersionResponse[];
}
