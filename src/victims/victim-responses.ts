import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../platform/http/paging.js';
import { CORRECTABLE_FIELDS, CORRECTION_REASONS } from './correctable-fields.js';
import { PARTY_ROLES, PATHWAYS } from './vocabulary.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000002' } as const;
const AT = { format: 'date-time', example: '2019-04-02T09:30:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;

export class VictimFoundResponse {
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

  @ApiProperty({ ...NULLABLE, example: 'WR1 1AA' })
  postcode!: string | null;

  @ApiProperty({ ...NULLABLE, ...ID })
  openCaseId!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'VAL-4K7M-2QXD' })
  openCaseReference!: string | null;
}

export class VictimsFound extends PageOf {
  @ApiProperty({ type: [VictimFoundResponse] })
  items!: VictimFoundResponse[];
}

class IdentifierResponse {
  @ApiProperty({ example: 'athena', description: 'Who knows the person by this id' })
  source!: string;

  @ApiProperty({ example: 'invented-4711' })
  value!: string;

  @ApiProperty(AT)
  firstSeenAt!: string;
}

class LinkResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ ...ID, description: 'The other record' })
  personId!: string;

  @ApiProperty({ example: 'Ada Invented' })
  displayName!: string;

  @ApiProperty({ enum: ['confirmed-same', 'proposed-same', 'not-same'], example: 'proposed-same' })
  status!: string;
}

class VictimCaseResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ example: 'VAL-4K7M-2QXD' })
  reference!: string;

  @ApiProperty(AT)
  openedAt!: string;

  @ApiProperty({ ...NULLABLE, ...AT })
  closedAt!: string | null;
}

class VictimReferralResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ enum: PATHWAYS, example: 'athena' })
  pathway!: string;

  @ApiProperty({ enum: PARTY_ROLES, example: 'victim' })
  role!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty(ID)
  incidentId!: string;

  @ApiProperty(AT)
  firstAcceptedAt!: string;

  @ApiProperty({
    type: [String],
    example: ['vulnerable'],
    description: 'Danger markers that any version raised and nobody has lifted since',
  })
  markersStanding!: string[];

  @ApiProperty({ type: 'integer', example: 1 })
  latestVersion!: number;
}

class CorrectionResponse {
  @ApiProperty({ enum: CORRECTABLE_FIELDS, example: 'dateOfBirth' })
  field!: string;

  @ApiProperty({ enum: CORRECTION_REASONS, example: 'asked-the-person' })
  reasonCode!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  decidedBy!: string;

  @ApiProperty(AT)
  decidedAt!: string;
}

export class VictimResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ enum: ['individual', 'organisation'], example: 'individual' })
  kind!: string;

  @ApiProperty({ example: 'Ada Invented' })
  displayName!: string;

  @ApiProperty({ ...NULLABLE, example: 'Ms' })
  title!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'Ada' })
  givenName!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  middleName!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'Invented' })
  surname!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  alias!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  organisationName!: string | null;

  @ApiProperty({ ...NULLABLE, example: null, description: 'Whom to ask for at an organisation' })
  namedContact!: string | null;

  @ApiProperty({
    ...NULLABLE,
    format: 'date',
    example: '1984-02-29',
    description: 'Null where unknown or in doubt',
  })
  dateOfBirth!: string | null;

  @ApiProperty({ ...NULLABLE, example: null, description: 'Why the date of birth that came is not believed' })
  birthDateDoubt!: string | null;

  @ApiProperty({ example: false })
  isDeceased!: boolean;

  @ApiProperty({ ...NULLABLE, example: null })
  gender!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  ethnicitySelfDefined!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  ethnicityObserved!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  nationality!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'cy' })
  preferredLanguage!: string | null;

  @ApiProperty({ type: Boolean, nullable: true, example: null, description: 'Null: nobody has said' })
  isInterpreterRequired!: boolean | null;

  @ApiProperty({ ...NULLABLE, example: null })
  disability!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  communicationNeeds!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'WR1 1AA' })
  postcode!: string | null;

  @ApiProperty({
    ...NULLABLE,
    ...AT,
    description: 'When the person asked for no contact; null where they did not',
  })
  objectedAt!: string | null;

  @ApiProperty({ example: false, description: 'Hidden from everyone but its members' })
  isRestricted!: boolean;

  @ApiProperty({
    type: [CorrectionResponse],
    description:
      'Fields that a colleague decided on, each with the last decision: what senders say later changes none',
  })
  corrections!: CorrectionResponse[];

  @ApiProperty({ type: [IdentifierResponse] })
  identifiers!: IdentifierResponse[];

  @ApiProperty({
    type: [LinkResponse],
    description: 'Other records that are, may be or are not the same person',
  })
  links!: LinkResponse[];

  @ApiProperty({ type: [VictimCaseResponse], description: 'Newest first' })
  cases!: VictimCaseResponse[];

  @ApiProperty({ type: [VictimReferralResponse], description: 'Newest first' })
  referrals!: VictimReferralResponse[];

  @ApiProperty({ type: 'integer', example: 1, description: 'Also the ETag' })
  version!: number;
}
