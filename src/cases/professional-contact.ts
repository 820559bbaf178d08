import { ApiProperty } from '@nestjs/swagger';
import type { FieldEncryption } from '../platform/crypto/field-encryption.js';
import type { Row, Transaction } from '../platform/database/transaction.js';
import { IsCode, IsInstant, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import { happenedAt } from './happened-at.js';

/** Who acts for an agency, an authority or a court: never the person, and nobody of their family. */
export const PROFESSIONAL_ROLES = [
  'social-worker',
  'officer-in-case',
  'other-officer',
  'agency-adviser',
  'witness-care',
  'health',
  'education',
  'housing',
  'solicitor',
  'other',
] as const;
export type ProfessionalRole = (typeof PROFESSIONAL_ROLES)[number];

export const PROFESSIONAL_CHANNELS = ['phone', 'email', 'letter', 'video', 'in-person', 'meeting'] as const;
export type ProfessionalChannel = (typeof PROFESSIONAL_CHANNELS)[number];

export const DIRECTIONS = ['inbound', 'outbound'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** A professional may have called before there was a case. */
const AT_ANY_TIME = { at: new Date(0), code: 'before-the-case' } as const;

export class ProfessionalContactRequest {
  @IsCode(DIRECTIONS, { description: 'Whether they came to us or we to them', example: 'inbound' })
  direction!: Direction;

  @IsCode(PROFESSIONAL_CHANNELS, { example: 'phone' })
  channel!: ProfessionalChannel;

  @IsCode(PROFESSIONAL_ROLES, { description: 'What they are', example: 'social-worker' })
  role!: ProfessionalRole;

  @IsText({ max: 200, description: 'Kept encrypted', example: 'Invented Children’s Services' })
  organisation!: string;

  @MayBeOmitted()
  @IsText({ max: 200, description: 'Kept encrypted', example: 'Invented Social Worker' })
  name?: string;

  @MayBeOmitted()
  @IsInstant({ description: 'When it was; now unless given', withoutExample: true })
  occurredAt?: string;
}

export class ProfessionalContactResponse {
  @ApiProperty({ enum: DIRECTIONS, example: 'inbound' })
  direction!: string;

  @ApiProperty({ enum: PROFESSIONAL_CHANNELS, example: 'phone' })
  channel!: string;

  @ApiProperty({ enum: PROFESSIONAL_ROLES, example: 'social-worker' })
  role!: string;

  @ApiProperty({ example: 'Invented Children’s Services' })
  organisation!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Invented Social Worker' })
  name!: string | null;

  @ApiProperty({ format: 'date-time', example: '2019-04-02T09:15:00.000Z' })
  occurredAt!: string;
}

/** What a note keeps of a contact; all null where it is about none. */
export interface ProfessionalColumns {
  direction: string | null;
  channel: string | null;
  role: string | null;
  professionalSealed: string | null;
  occurredAt: Date | null;
}

/** @throws Invalid `in-the-future` */
export function professionalColumns(
  tx: Transaction,
  noteId: string,
  contact: ProfessionalContactRequest | undefined,
  encryption: FieldEncryption,
): Row {
  if (!contact) return {};
  const { direction, channel, role, organisation, name = null } = contact;
  const field = 'professionalContact.occurredAt';
  return {
    ...{ professional_direction: direction, professional_channel: channel, professional_role: role },
    professional_at: happenedAt(tx, contact.occurredAt, field, AT_ANY_TIME),
    professional_sealed: encryption.seal(JSON.stringify({ organisation, name }), placeOf(noteId)),
  };
}

export function professionalContactOf(
  noteId: string,
  { direction, channel, role, professionalSealed, occurredAt }: ProfessionalColumns,
  encryption: FieldEncryption,
): ProfessionalContactResponse | null {
  if (!direction || !channel || !role || !professionalSealed || !occurredAt) return null;
  const who = JSON.parse(encryption.open(professionalSealed, placeOf(noteId))) as {
    organisation: string;
    name: string | null;
  };
  return { direction, channel, role, ...who, occurredAt: occurredAt.toISOString() };
}

function placeOf(rowId: string) {
  return { table: 'case_note', column: 'professional_sealed', rowId };
}
