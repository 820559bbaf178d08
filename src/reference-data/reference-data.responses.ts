import { ApiProperty } from '@nestjs/swagger';
import { IsDay, MayBeOmitted } from '../platform/validation/decorators.js';
import type { ReferenceCode } from './policy/reference-code.js';

/** On which day the codes are asked for. */
export class CodesQuery {
  @MayBeOmitted()
  @IsDay({ description: 'Day on which the codes must hold; today if left out', example: '2019-04-01' })
  on?: string;
}

/** A code list without its codes. */
export class ReferenceListSummary {
  @ApiProperty({ description: 'Name by which the list is asked for', example: 'genders' })
  list!: string;

  @ApiProperty({ description: 'What people read', example: 'Gender' })
  title!: string;

  @ApiProperty({
    description: 'How many codes it has, those that have ended included',
    type: 'integer',
    example: 10,
  })
  codeCount!: number;
}

/** All code lists. */
export class ReferenceLists {
  @ApiProperty({ type: [ReferenceListSummary] })
  items!: ReferenceListSummary[];
}

/** One code of a list. */
export class ReferenceCodeResponse {
  @ApiProperty({ description: 'The code as records hold it', example: 'GNDR_0001' })
  code!: string;

  @ApiProperty({ description: 'What people read', example: 'Female' })
  label!: string;

  @ApiProperty({
    description: 'What else is known of the code; differs by list',
    type: 'object',
    additionalProperties: true,
    example: {},
  })
  attributes!: Readonly<Record<string, unknown>>;

  @ApiProperty({
    description: 'First day; null: as far back as asked',
    type: String,
    format: 'date',
    nullable: true,
  })
  validFrom!: string | null;

  @ApiProperty({ description: 'Last day; null: no end known', type: String, format: 'date', nullable: true })
  validTo!: string | null;

  @ApiProperty({
    description: 'Where the code comes from',
    example: 'Standard Data Model code lists, December 2022',
  })
  source!: string;

  @ApiProperty({
    description: 'How sure it is; unverified: written by us and confirmed by nobody',
    enum: ['certain', 'likely', 'unknown', 'ours', 'unverified'],
    example: 'certain',
  })
  factStatus!: string;
}

/** The codes of a list on a day. */
export class ReferenceCodes {
  @ApiProperty({ example: 'genders' })
  list!: string;

  @ApiProperty({ example: 'Gender' })
  title!: string;

  @ApiProperty({ description: 'The day asked about', type: String, format: 'date', example: '2019-04-01' })
  on!: string;

  @ApiProperty({ type: [ReferenceCodeResponse] })
  items!: ReferenceCodeResponse[];
}

export function toCodeResponse(code: ReferenceCode): ReferenceCodeResponse {
  return {
    code: code.code,
    label: code.label,
    attributes: code.attributes,
    validFrom: code.validFrom ?? null,
    validTo: code.validTo ?? null,
    source: code.source,
    factStatus: code.factStatus,
  };
}
