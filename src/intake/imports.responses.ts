import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../platform/http/paging.js';
import { Receipt } from './import-receipt.responses.js';
import { DISPOSITIONS, IMPORT_STATES } from './imports.requests.js';

const INSTANT = { type: String, format: 'date-time', example: '2019-04-02T05:30:00.000Z' } as const;

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

class RowAt {
  @ApiProperty({ format: 'uuid' })
  importId!: string;

  @ApiProperty({ type: 'integer', example: 17 })
  row!: number;
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

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Of a row about a criminal case; only for those who see somebody of the crime',
  })
  justiceEventId!: string | null;

  @ApiProperty({
    type: RowAt,
    nullable: true,
    description: 'Of an unchanged row: the one of the same content that waits for a decision, or was decided',
  })
  sameAs!: RowAt | null;

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
    description:
      'What was received, under our names of the fields; null once the row is decided, and where it is damaged in our keeping',
  })
  received!: Record<string, unknown> | null;
}
