import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../platform/http/paging.js';
import { REVIEW_OUTCOMES } from './restriction-requests.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000091' } as const;
const AT = { format: 'date-time', example: '2019-04-02T09:30:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;

class MemberResponse {
  @ApiProperty({ example: 'dev-coordinator-3' })
  subject!: string;

  @ApiProperty({ ...NULLABLE, example: 'Invented Specialist Coordinator' })
  displayName!: string | null;

  @ApiProperty({ example: 'works-the-case' })
  reasonCode!: string;

  @ApiProperty({ example: 'dev-team-leader-1' })
  addedBy!: string;

  @ApiProperty(AT)
  addedAt!: string;
}

export class RestrictionResponse {
  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ example: true })
  isRestricted!: boolean;

  @ApiProperty({ ...NULLABLE, example: 'safe-house' })
  reasonCode!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'dev-team-leader-1' })
  imposedBy!: string | null;

  @ApiProperty({ ...NULLABLE, ...AT })
  imposedAt!: string | null;

  @ApiProperty({ type: [MemberResponse], description: 'Who may see the person; empty where everybody may' })
  members!: MemberResponse[];
}

export class BreakGlassResponse {
  @ApiProperty(ID)
  grantId!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ ...AT, description: 'When the access ends' })
  expiresAt!: string;

  @ApiProperty({ ...AT, description: 'By when a second person has to review it' })
  reviewDueAt!: string;
}

export class ReviewedResponse {
  @ApiProperty(ID)
  grantId!: string;

  @ApiProperty({ enum: REVIEW_OUTCOMES, example: 'justified' })
  outcome!: string;

  @ApiProperty({ example: 'dev-team-leader-1' })
  reviewedBy!: string;

  @ApiProperty(AT)
  reviewedAt!: string;
}

export class BreakGlassItemResponse {
  @ApiProperty(ID)
  grantId!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ example: 'VAL-4K7M-2QXD' })
  caseReference!: string;

  @ApiProperty({ example: 'dev-coordinator-1', description: 'Who opened the case' })
  subject!: string;

  @ApiProperty({ ...NULLABLE, example: 'Invented Coordinator One' })
  displayName!: string | null;

  @ApiProperty({ example: 'Invented: the caller names this case and says she is in danger.' })
  reason!: string;

  @ApiProperty(AT)
  grantedAt!: string;

  @ApiProperty(AT)
  expiresAt!: string;

  @ApiProperty(AT)
  reviewDueAt!: string;

  @ApiProperty({ example: false })
  isOverdue!: boolean;

  @ApiProperty({ ...NULLABLE, ...AT })
  reviewedAt!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  reviewedBy!: string | null;

  @ApiProperty({ ...NULLABLE, enum: REVIEW_OUTCOMES, example: null })
  outcome!: string | null;
}

export class BreakGlassPage extends PageOf {
  @ApiProperty({ type: [BreakGlassItemResponse], description: 'The one due first first' })
  items!: BreakGlassItemResponse[];
}
