import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../platform/http/paging.js';

const INSTANT = { type: String, format: 'date-time', example: '2019-04-02T09:30:00.000Z' } as const;
const ID = { type: String, format: 'uuid', nullable: true } as const;

/** What became of a referral that was sent. */
export class ReceivedReferralResponse {
  @ApiProperty({
    ...ID,
    description: 'The referral; null where the sender is told that it waits for a person',
  })
  id!: string | null;

  @ApiProperty({
    enum: ['created', 'joined', 'updated', 'unchanged', 'quarantined'],
    description:
      'joined is told only to those who may see the case; others read created. A sender is told what became of its own ' +
      'reference, whether or not a person must look at it',
    example: 'created',
  })
  disposition!: 'created' | 'joined' | 'updated' | 'unchanged' | 'quarantined';

  @ApiProperty({ ...ID, description: 'Only for those who may see the case' })
  caseId!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Only for those who may see the case',
    example: 'VAL-4K7M-2QXD',
  })
  caseReference!: string | null;

  @ApiProperty({
    ...ID,
    description:
      'Where a quarantined referral waits, or where the same was discarded before: the only row of this import',
  })
  importId!: string | null;
}

/** A referral as its sender sees it. */
export class ReferralResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['athena', 'internal', 'self', 'other'], example: 'internal' })
  pathway!: string;

  @ApiProperty({ type: String, nullable: true, example: 'INVENTED-0001' })
  senderReference!: string | null;

  @ApiProperty({ enum: ['victim', 'witness', 'family-member'], example: 'victim' })
  role!: string;

  @ApiProperty(INSTANT)
  receivedAt!: string;

  @ApiProperty({
    enum: ['received', 'being-worked', 'closed'],
    description:
      'being-worked: somebody has taken the case or finished a task of it; closed: nobody works on it any more',
  })
  status!: string;
}

class ReferralVersionResponse {
  @ApiProperty({ type: 'integer', example: 2 })
  number!: number;

  @ApiProperty(INSTANT)
  receivedAt!: string;

  @ApiProperty({ ...INSTANT, description: "The source's own time of its last update" })
  lastUpdatedAt!: string;

  @ApiProperty({
    type: [String],
    description: 'Names of the fields that changed',
    example: ['incident.crimeStatus'],
  })
  changedFields!: string[];

  @ApiProperty({ ...ID, description: 'The import that brought it' })
  importId!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 17 })
  rowNumber!: number | null;
}

class ReferralDetails {
  @ApiProperty({ example: 'athena' })
  feed!: string;

  @ApiProperty({ example: 'dev-intake-service-1' })
  sentBy!: string;

  @ApiProperty({ format: 'uuid' })
  personId!: string;

  @ApiProperty({ format: 'uuid' })
  caseId!: string;

  @ApiProperty({ example: 'VAL-4K7M-2QXD' })
  caseReference!: string;

  @ApiProperty({ format: 'uuid' })
  incidentId!: string;

  @ApiProperty({
    type: [String],
    description: 'Danger markers that any version set',
    example: ['vulnerable'],
  })
  markersSet!: string[];

  @ApiProperty({ type: [String], description: 'Danger markers that the feed sends and nobody answered' })
  markersUnanswered!: string[];

  @ApiProperty({ type: Boolean, nullable: true, description: 'Null: nobody asked' })
  victimSupport!: boolean | null;

  @ApiProperty({ type: [String], description: 'Fields whose code no list knows' })
  unknownCodes!: string[];

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  @ApiProperty({ type: [ReferralVersionResponse], description: 'Newest first' })
  versions!: ReferralVersionResponse[];
}

/** A referral; `details` only for those who work with people and may see this one. */
export class ReferralDetailResponse extends ReferralResponse {
  @ApiProperty({ type: ReferralDetails, nullable: true })
  details!: ReferralDetails | null;
}

/** One page of referrals. */
export class ReferralsPage extends PageOf {
  @ApiProperty({ type: [ReferralResponse] })
  items!: ReferralResponse[];
}
