import { ApiProperty } from '@nestjs/swagger';
import { CollisionResponse, SafetyWordResponse } from './collision-responses.js';
import { CHANNELS, SafeWindow, SMS, VOICEMAIL, WRITING } from './safety-requests.js';
import { CONTACT_POINT_KINDS } from './vocabulary.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000081' } as const;
const AT = { format: 'date-time', example: '2019-04-02T09:30:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;
const VERDICTS = ['AUTO_OK', 'HUMAN_ONLY', 'DO_NOT_CONTACT'];

class AboutResponse {
  @ApiProperty({ enum: ['person', 'referral', 'incident', 'contact-point'], example: 'referral' })
  kind!: string;

  @ApiProperty(ID)
  id!: string;
}

export class SafetyReasonResponse {
  @ApiProperty({ example: 'MARKER_SET' })
  code!: string;

  @ApiProperty({ example: 'human-only' })
  effect!: string;

  @ApiProperty({ type: AboutResponse })
  about!: AboutResponse;

  @ApiProperty({
    ...NULLABLE,
    example: 'vulnerable',
    description: 'Which marker, field, relationship or collision',
  })
  detail!: string | null;

  @ApiProperty({ example: false, description: 'A coordinator confirmed the contact point knowing this' })
  isOutranked!: boolean;

  @ApiProperty({ example: 'A danger marker is set.', description: 'For reading' })
  sentence!: string;
}

class JudgedPointResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ enum: CONTACT_POINT_KINDS, example: 'email' })
  kind!: string;

  @ApiProperty({ example: false })
  isUsableByMachine!: boolean;

  @ApiProperty({ type: [SafetyReasonResponse] })
  blockedBy!: SafetyReasonResponse[];
}

export class SafetyDecisionResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ enum: VERDICTS, example: 'HUMAN_ONLY' })
  decision!: string;

  @ApiProperty({ type: [SafetyReasonResponse], description: 'Gravest first' })
  reasons!: SafetyReasonResponse[];

  @ApiProperty({ type: [JudgedPointResponse] })
  contactPoints!: JudgedPointResponse[];

  @ApiProperty({
    type: 'integer',
    example: 3,
    description: 'The version of the facts that it was decided on',
  })
  safetyVersion!: number;

  @ApiProperty(AT)
  decidedAt!: string;

  @ApiProperty({ example: 'service:plan-contact' })
  decidedBy!: string;
}

export class ContactSafetyResponse {
  @ApiProperty(ID)
  personId!: string;

  @ApiProperty({
    type: 'integer',
    example: 3,
    description: 'Rises with every fact that bears on safe contact',
  })
  safetyVersion!: number;

  @ApiProperty({ example: true, description: 'Matching and collision checks have caught up' })
  areChecksFinished!: boolean;

  @ApiProperty({
    example: true,
    description: 'The latest decision rests on the present facts; otherwise it is being made anew',
  })
  isLatestCurrent!: boolean;

  @ApiProperty({ ...NULLABLE, ...AT, description: 'When the person asked for no contact' })
  objectedAt!: string | null;

  @ApiProperty({
    type: [CollisionResponse],
    description: 'What the person shares with suspects or others and still does, oldest first',
  })
  collisions!: CollisionResponse[];

  @ApiProperty({
    type: [SafetyWordResponse],
    description: 'Objections and collisions cleared, and both taken back; the last fifty, newest first',
  })
  words!: SafetyWordResponse[];

  @ApiProperty({
    type: SafetyDecisionResponse,
    nullable: true,
    description: 'Null where nothing was decided yet: no machine may write',
  })
  latest!: SafetyDecisionResponse | null;

  @ApiProperty({ type: [SafetyDecisionResponse], description: 'The last twenty, newest first' })
  history!: SafetyDecisionResponse[];
}

export class SafeContactNoteResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ ...NULLABLE, ...ID })
  referralId!: string | null;

  @ApiProperty({ example: 'Invented: do not ring at work.' })
  text!: string;

  @ApiProperty(AT)
  receivedAt!: string;

  @ApiProperty({
    ...NULLABLE,
    enum: ['no-warning', 'warning'],
    example: null,
    description: 'Null: nobody has read it, which holds every machine',
  })
  verdict!: string | null;

  @ApiProperty({ ...NULLABLE, ...AT })
  readAt!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  readBy!: string | null;
}

export class SafeContactNoteList {
  @ApiProperty({ type: [SafeContactNoteResponse], description: 'Newest first' })
  items!: SafeContactNoteResponse[];

  @ApiProperty({
    type: 'integer',
    example: 3,
    description: 'Of the person; rises with every fact that bears on safe contact',
  })
  safetyVersion!: number;
}

export class SafetyChangedResponse {
  @ApiProperty(ID)
  personId!: string;

  @ApiProperty({ type: 'integer', example: 4, description: 'What was decided before it holds no more' })
  safetyVersion!: number;
}

export class PreferencesResponse {
  @ApiProperty({
    enum: CHANNELS,
    isArray: true,
    example: ['phone'],
    description: 'Best first; empty where nobody asked',
  })
  channelOrder!: string[];

  @ApiProperty({ type: [SafeWindow] })
  safeWindows!: SafeWindow[];

  @ApiProperty({ enum: VOICEMAIL, example: 'never' })
  voicemail!: string;

  @ApiProperty({ enum: SMS, example: 'never' })
  sms!: string;

  @ApiProperty({ enum: WRITING, example: 'never' })
  write!: string;

  @ApiProperty({ ...NULLABLE, example: null })
  details!: string | null;

  @ApiProperty({
    ...NULLABLE,
    example: 'dev-coordinator-1',
    description: 'Null: nobody has asked, and nothing is allowed',
  })
  updatedBy!: string | null;

  @ApiProperty({ ...NULLABLE, ...AT })
  updatedAt!: string | null;

  @ApiProperty({ type: 'integer', example: 0, description: 'Also the ETag; 0 where nobody has asked yet' })
  version!: number;
}
