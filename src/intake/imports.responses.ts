import { ApiProperty } from '@nestjs/swagger';
import { PageOf, PageQuery } from '../platform/http/paging.js';
import { IsCode, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import type { Disposition } from './referral-record.js';

export const IMPORT_STATES = ['receiving', 'accepted', 'finished', 'refused', 'abandoned'] as const;
export const DISPOSITIONS = [
  'created',
  'joined',
  'updated',
  'unchanged',
  'quarantined',
  'rejected',
] as const satisfies Disposition[];
const INSTANT = { type: String, format: 'date-time', example: '2019-04-02T05:30:00.000Z' } as const;

export class ImportsQuery extends PageQuery {
  @MayBeOmitted()
  @IsCode(IMPORT_STATES, { description: 'Only imports in this state' })
  state?: (typeof IMPORT_STATES)[number];

  @MayBeOmitted()
  @IsText({
    max: 60,
    description: 'Only imports of this feed; `direct` holds single referrals that wait for a person',
    example: 'athena',
  })
  feed?: string;
}

export class ImportRowsQuery extends PageQuery {
  @MayBeOmitted()
  @IsCode(DISPOSITIONS, { description: 'Only rows with this disposition', example: 'quarantined' })
  disposition?: Disposition;
}

export class RowDecisionRequest {
  @IsCode(['release', 'discard'], {
    description:
      'release: the row is taken in as it stands; discard: it is not wanted, and its content is emptied',
    example: 'release',
  })
  decision!: 'release' | 'discard';

  @MayBeOmitted()
  @IsText({
    max: 1000,
    lines: true,
    description: 'Why; kept encrypted',
    example: 'Twins: checked with the officer.',
  })
  reason?: string;
}

class RefusalField {
  @ApiProperty({ description: 'Heading of a column, or `file`', example: 'crimeReference' })
  field!: string;

  @ApiProperty({ example: 'heading-missing' })
  code!: string;

  @ApiProperty({ example: 'There is no column crimeReference.' })
  message!: string;
}

class Refusal {
  @ApiProperty({ example: 'layout-not-known' })
  code!: string;

  @ApiProperty({ description: 'What was expected and what was found' })
  detail!: string;

  @ApiProperty({ type: [RefusalField] })
  fields!: RefusalField[];
}

/** A file, and how far it has come. */
export class ImportResponse {
  @ApiProperty({ format: 'uuid', example: '0190a1b2-0000-7000-8000-000000000001' })
  id!: string;

  @ApiProperty({ example: 'athena' })
  feed!: string;

  @ApiProperty({ type: String, nullable: true, example: 'athena-2019-04-01.csv' })
  fileName!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'SHA-256 of the bytes, as hex' })
  sha256!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 92_184 })
  byteCount!: number | null;

  @ApiProperty({ description: 'Who sent it', example: 'dev-intake-service-1' })
  receivedBy!: string;

  @ApiProperty(INSTANT)
  receivedAt!: string;

  @ApiProperty({
    enum: IMPORT_STATES,
    description:
      'receiving; accepted: whole, rows being worked; finished; refused: another layout; abandoned: broken off',
  })
  state!: string;

  @ApiProperty({ type: Refusal, nullable: true })
  refusal!: Refusal | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Rows of the file, headings left out',
    example: 187,
  })
  rowCount!: number | null;

  @ApiProperty({ type: 'integer', description: 'Rows that have their disposition', example: 187 })
  processedCount!: number;

  @ApiProperty({ ...INSTANT, nullable: true })
  acceptedAt!: string | null;

  @ApiProperty({ ...INSTANT, nullable: true })
  finishedAt!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The newest earlier import of the same bytes',
  })
  earlierImportId!: string | null;
}

class ReceiptCounts {
  @ApiProperty({ type: 'integer', description: 'A new case', example: 150 })
  created!: number;

  @ApiProperty({ type: 'integer', description: "Joined the person's open case", example: 12 })
  joined!: number;

  @ApiProperty({ type: 'integer', description: 'A newer version of a referral', example: 14 })
  updated!: number;

  @ApiProperty({ type: 'integer', description: 'Seen, or older than what is held', example: 8 })
  unchanged!: number;

  @ApiProperty({ type: 'integer', description: 'A person must look', example: 1 })
  quarantined!: number;

  @ApiProperty({ type: 'integer', description: 'Unusable', example: 2 })
  rejected!: number;
}

class ReasonCount {
  @ApiProperty({ enum: DISPOSITIONS, example: 'rejected' })
  disposition!: string;

  @ApiProperty({ example: 'column-count' })
  code!: string;

  @ApiProperty({ type: String, nullable: true, example: 'crimeReference' })
  field!: string | null;

  @ApiProperty({ type: 'integer', example: 2 })
  count!: number;
}

class SuppressedCount {
  @ApiProperty({ description: 'Why no machine may contact the person', example: 'MARKER_SET' })
  reason!: string;

  @ApiProperty({
    type: 'integer',
    description: 'Referrals of this import; one may have several reasons',
    example: 31,
  })
  referrals!: number;
}

class QualityResponse {
  @ApiProperty({ type: 'integer', description: 'Rows that could be read' })
  readable!: number;

  @ApiProperty({ type: 'integer' })
  individuals!: number;

  @ApiProperty({ type: 'integer' })
  organisations!: number;

  @ApiProperty({ type: 'integer', description: 'No telephone number that can be used' })
  withoutPhone!: number;

  @ApiProperty({ type: 'integer', description: 'No email address that can be used' })
  withoutEmail!: number;

  @ApiProperty({ type: 'integer', description: 'A telephone number was given and cannot be used' })
  withUnusablePhone!: number;

  @ApiProperty({ type: 'integer', description: 'An email address was given and cannot be used' })
  withUnusableEmail!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Individuals whose date of birth is blank or cannot be believed',
  })
  withoutBirthDate!: number;

  @ApiProperty({ type: 'integer', description: 'A date of birth was given and cannot be believed' })
  withBirthDateInDoubt!: number;

  @ApiProperty({ type: 'integer', description: 'A code that no list knows; it is kept as it came' })
  withUnknownCodes!: number;

  @ApiProperty({ type: 'integer', description: 'A danger marker that the feed sends was left blank' })
  withMarkersUnanswered!: number;

  @ApiProperty({ type: 'integer', description: 'At least one danger marker is set' })
  withDangerMarker!: number;

  @ApiProperty({ type: 'integer', description: 'The victim refused support' })
  supportRefused!: number;

  @ApiProperty({
    type: 'integer',
    description: "More than two working days from report to arrival (Victims' Code)",
  })
  late!: number;
}

class Receipt {
  @ApiProperty({ type: ReceiptCounts })
  counts!: ReceiptCounts;

  @ApiProperty({ description: 'Every row of the file has exactly one disposition' })
  isBalanced!: boolean;

  @ApiProperty({ description: 'Nothing in the file was new' })
  isAllUnchanged!: boolean;

  @ApiProperty({ type: 'integer', description: 'Quarantined rows that wait for a decision' })
  toDecide!: number;

  @ApiProperty({ type: [ReasonCount] })
  reasons!: ReasonCount[];

  @ApiProperty({ type: QualityResponse })
  quality!: QualityResponse;

  @ApiProperty({ type: [SuppressedCount], description: 'As far as contact has been planned' })
  suppressed!: SuppressedCount[];
}

/** An import with its receipt. */
export class ImportDetailResponse extends ImportResponse {
  @ApiProperty({ type: Receipt })
  receipt!: Receipt;
}

/** One page of imports. */
export class ImportsPage extends PageOf {
  @ApiProperty({ type: [ImportResponse] })
  items!: ImportResponse[];
}

/** One row of a file. */
export class ImportRowResponse {
  @ApiProperty({ type: 'integer', description: 'Counted from 1, headings left out', example: 17 })
  row!: number;

  @ApiProperty({ type: String, enum: DISPOSITIONS, nullable: true, description: 'Null while the row waits' })
  disposition!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'crimeReference-malformed' })
  reasonCode!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'crimeReference' })
  field!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Only for those who work with people',
  })
  referralId!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Only for those who work with people',
  })
  caseId!: string | null;

  @ApiProperty({ type: String, enum: ['released', 'discarded'], nullable: true })
  decision!: string | null;

  @ApiProperty({ type: String, nullable: true })
  decidedBy!: string | null;

  @ApiProperty({ ...INSTANT, nullable: true })
  decidedAt!: string | null;
}

/** One page of rows. */
export class ImportRowsPage extends PageOf {
  @ApiProperty({ type: [ImportRowResponse] })
  items!: ImportRowResponse[];
}

/** A row that waits for a person, as it was received. */
export class ImportRowDetailResponse extends ImportRowResponse {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'What was received, under our names of the fields; null once the row is decided',
  })
  received!: Record<string, unknown> | null;
}
