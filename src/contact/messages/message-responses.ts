import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../platform/http/paging.js';
import { MESSAGE_KINDS, type MessageKind } from '../channels/channel.js';
import { MESSAGE_STATES, type MessageState } from './message-states.js';

export const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000001' } as const;
export const AT = { format: 'date-time', example: '2019-04-02T09:30:00.000Z' } as const;
export const AT_OR_NULL = { ...AT, type: String, nullable: true } as const;

/** A message without its text. */
export class MessageSummaryResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty(ID)
  personId!: string;

  @ApiProperty({ ...ID, description: 'The referral that led to it' })
  referralId!: string;

  @ApiProperty({ enum: ['automatic', 'coordinator', 'batch'] })
  origin!: string;

  @ApiProperty({ enum: MESSAGE_KINDS })
  channel!: MessageKind;

  @ApiProperty({ ...ID, type: String, nullable: true, description: 'The approved batch that it is of' })
  batchId!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'The coordinator who asked for it',
  })
  askedBy!: string | null;

  @ApiProperty({ enum: MESSAGE_STATES, example: 'sent' })
  state!: MessageState;

  @ApiProperty({ example: 'The provider accepted it.' })
  stateMeaning!: string;

  @ApiProperty({ type: [String], example: [], description: 'Codes of why it is in that state' })
  stateReasons!: string[];

  @ApiProperty({ example: 'email-acknowledgement' })
  templateCode!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  templateVersion!: number;

  @ApiProperty({ enum: ['en', 'cy'] })
  language!: string;

  @ApiProperty(ID)
  contactPointId!: string;

  @ApiProperty({
    ...ID,
    description: 'The safety decision that it rests on: of the claim, once it was claimed',
  })
  decisionId!: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'How often it was handed to the provider' })
  tries!: number;

  @ApiProperty(AT)
  plannedAt!: string;

  @ApiProperty(AT_OR_NULL)
  claimedAt!: string | null;

  @ApiProperty(AT_OR_NULL)
  sentAt!: string | null;

  @ApiProperty({ ...AT_OR_NULL, description: 'When a person said what became of it' })
  settledAt!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  settledBy!: string | null;

  @ApiProperty({ ...AT_OR_NULL, description: 'Not before this instant it is tried again' })
  nextTryAt!: string | null;

  @ApiProperty({ type: 'integer', example: 3, description: 'The version that If-Match names' })
  version!: number;
}

export class MessageList {
  @ApiProperty({ type: [MessageSummaryResponse] })
  items!: MessageSummaryResponse[];
}

/** One handing over to the provider. */
export class MessageAttemptResponse {
  @ApiProperty({ type: 'integer', example: 1 })
  number!: number;

  @ApiProperty(AT)
  claimedAt!: string;

  @ApiProperty({ ...ID, description: 'The safety decision of the transaction that claimed it' })
  decisionId!: string;

  @ApiProperty(AT_OR_NULL)
  finishedAt!: string | null;

  @ApiProperty({ enum: ['accepted', 'refused', 'not-sent', 'unknown'], type: String, nullable: true })
  result!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'What the provider said, as a code',
  })
  resultCode!: string | null;
}

/** A message as it was, or will be, sent. */
export class MessageResponse extends MessageSummaryResponse {
  @ApiProperty({ example: 'ada@example.org' })
  recipient!: string;

  @ApiProperty({ example: 'A message for you' })
  subject!: string;

  @ApiProperty({ example: 'Hello,\n\nWe would like you to know that we are here …' })
  body!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '0193a5b0-0000-7000-8000-000000000001.1',
    description: 'Our reference at the provider',
  })
  providerReference!: string | null;

  @ApiProperty({ type: [MessageAttemptResponse] })
  attempts!: MessageAttemptResponse[];
}

/** A message that would have left, on a machine where nothing leaves. */
export class CapturedMessageResponse {
  @ApiProperty(ID)
  messageId!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  attempt!: number;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ enum: MESSAGE_KINDS })
  channel!: MessageKind;

  @ApiProperty({ example: 'ada@example.org', description: 'Of a letter, the address line by line' })
  recipient!: string;

  @ApiProperty({ example: 'A message for you' })
  subject!: string;

  @ApiProperty({ example: 'Hello,\n\nWe would like you to know that we are here …' })
  body!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'Where a letter can be read as it would be printed; null for every other message',
  })
  pdf!: string | null;

  @ApiProperty(AT)
  capturedAt!: string;
}

export class CapturedMessagePage extends PageOf {
  @ApiProperty({ type: [CapturedMessageResponse] })
  items!: CapturedMessageResponse[];
}
