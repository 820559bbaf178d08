import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../platform/http/paging.js';
import { PARTY_ROLES, PATHWAYS } from '../victims/vocabulary.js';
import { TASK_KINDS } from './case-opening.js';
import { CaseActionResponse } from './action-response.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000001' } as const;
const AT = { format: 'date-time', example: '2019-04-02T09:30:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;

export class PriorityReasonResponse {
  @ApiProperty({ example: 'high-harm' })
  code!: string;

  @ApiProperty({ type: 'integer', example: 30, description: 'What the reason weighs' })
  points!: number;
}

export class AllocationResponse {
  @ApiProperty({
    ...NULLABLE,
    example: 'dev-coordinator-1',
    description: 'Who has it; null in a team’s queue',
  })
  subject!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'Invented Coordinator One' })
  displayName!: string | null;

  @ApiProperty({ example: 'central', description: 'Code of the team' })
  team!: string;
}

export class WorklistItemResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({
    example: 'VAL-4K7M-2QXD',
    description: 'Can be read out on the phone; says nothing of the person',
  })
  reference!: string;

  @ApiProperty(ID)
  personId!: string;

  @ApiProperty({ example: 'Ada Invented' })
  personName!: string;

  @ApiProperty({
    type: 'integer',
    example: 30,
    description: 'Higher is worked first: that of its most urgent referral',
  })
  priority!: number;

  @ApiProperty({ type: [PriorityReasonResponse], description: 'Weightiest first, of all its referrals' })
  priorityReasons!: PriorityReasonResponse[];

  @ApiProperty({ type: [String], example: ['burglary'] })
  cohorts!: string[];

  @ApiProperty({ type: AllocationResponse })
  allocation!: AllocationResponse;

  @ApiProperty({ ...NULLABLE, ...AT, description: 'When the next step is due; null once closed' })
  nextActionDueAt!: string | null;

  @ApiProperty(AT)
  openedAt!: string;

  @ApiProperty({ ...NULLABLE, ...AT })
  closedAt!: string | null;

  @ApiProperty({ example: false, description: 'Hidden from everyone but its members' })
  isRestricted!: boolean;
}

export class WorklistPage extends PageOf {
  @ApiProperty({ type: [WorklistItemResponse] })
  items!: WorklistItemResponse[];
}

class CasePersonResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ enum: ['individual', 'organisation'], example: 'individual' })
  kind!: string;

  @ApiProperty({ example: 'Ada Invented' })
  displayName!: string;

  @ApiProperty({
    ...NULLABLE,
    format: 'date',
    example: '1984-02-29',
    description: 'Null where unknown or in doubt',
  })
  dateOfBirth!: string | null;

  @ApiProperty({ example: false })
  isDeceased!: boolean;

  @ApiProperty({ ...NULLABLE, example: 'cy' })
  preferredLanguage!: string | null;

  @ApiProperty({ type: Boolean, nullable: true, example: null, description: 'Null: nobody has said' })
  isInterpreterRequired!: boolean | null;
}

class CaseReferralResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ enum: PATHWAYS, example: 'athena' })
  pathway!: string;

  @ApiProperty({ enum: PARTY_ROLES, example: 'victim' })
  role!: string;

  @ApiProperty(ID)
  incidentId!: string;

  @ApiProperty({ ...NULLABLE, example: '22/12345/19' })
  crimeReference!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'Burglary - dwelling' })
  offenceTitle!: string | null;

  @ApiProperty(AT)
  firstAcceptedAt!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  latestVersion!: number;
}

class CaseTaskResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ enum: TASK_KINDS, example: 'first-contact' })
  kind!: string;

  @ApiProperty(AT)
  dueAt!: string;

  @ApiProperty({ ...NULLABLE, example: 'dev-coordinator-1' })
  owner!: string | null;

  @ApiProperty({ example: 'central' })
  team!: string;
}

class CaseRestrictionResponse {
  @ApiProperty({ example: 'marked-by-source' })
  reasonCode!: string;

  @ApiProperty(AT)
  imposedAt!: string;

  @ApiProperty({
    enum: ['member', 'break-glass', 'office'],
    example: 'member',
    description: 'By what you see the case',
  })
  seenAs!: string;

  @ApiProperty({ ...NULLABLE, ...AT, description: 'When your own access ends; null for members' })
  seenUntil!: string | null;
}

export class CaseResponse extends WorklistItemResponse {
  @ApiProperty({ type: CasePersonResponse })
  person!: CasePersonResponse;

  @ApiProperty({ type: [CaseReferralResponse], description: 'Oldest first' })
  referrals!: CaseReferralResponse[];

  @ApiProperty({ type: [CaseTaskResponse], description: 'Open tasks, the one due first first' })
  tasks!: CaseTaskResponse[];

  @ApiProperty({ type: CaseRestrictionResponse, nullable: true })
  restriction!: CaseRestrictionResponse | null;

  @ApiProperty({ ...NULLABLE, ...ID, description: 'The earlier case that this one continues' })
  reopenedFrom!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  closureReason!: string | null;

  @ApiProperty({ type: [CaseActionResponse], description: 'The list of `GET /cases/{id}/actions`' })
  availableActions!: CaseActionResponse[];

  @ApiProperty({ type: 'integer', example: 1, description: 'Also the ETag' })
  version!: number;
}

export class CaseEventResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ example: 'case.allocated' })
  kind!: string;

  @ApiProperty({ ...AT, description: 'When it happened' })
  occurredAt!: string;

  @ApiProperty({ ...AT, description: 'When it was written down' })
  recordedAt!: string;

  @ApiProperty({ enum: ['user', 'intake', 'worker', 'reporting'], example: 'user' })
  actorKind!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  subject!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Ids and codes',
    example: { toTeam: 'central' },
  })
  details!: Record<string, unknown>;
}

export class TimelinePage extends PageOf {
  @ApiProperty({ type: [CaseEventResponse], description: 'Newest first' })
  items!: CaseEventResponse[];
}
