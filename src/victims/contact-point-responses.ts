import { ApiProperty } from '@nestjs/swagger';
import { AddressRequest, BELONGS_TO, SAFE_ANSWERS } from './contact-point-requests.js';
import { CONTACT_POINT_KINDS } from './vocabulary.js';

const AT = { type: String, nullable: true, format: 'date-time', example: null } as const;

export class ContactPointResponse {
  @ApiProperty({ format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000051' })
  id!: string;

  @ApiProperty({ enum: CONTACT_POINT_KINDS, example: 'email' })
  kind!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'ada.invented@example.org',
    description: 'Null for `post`',
  })
  value!: string | null;

  @ApiProperty({ type: AddressRequest, nullable: true, description: 'For `post` alone' })
  address!: Record<string, string> | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'Why it cannot be used as it came; null where it can',
  })
  invalidCode!: string | null;

  @ApiProperty({ example: 'athena', description: 'The feed that named it, or `coordinator`' })
  source!: string;

  @ApiProperty({
    enum: BELONGS_TO,
    example: 'victim',
    description:
      'Whose it is. Of a feed’s that nobody confirmed that is not known: of a child it may be a parent’s',
  })
  belongsTo!: string;

  @ApiProperty({ type: String, nullable: true, example: null })
  belongsToRelationship!: string | null;

  @ApiProperty({ enum: SAFE_ANSWERS, example: 'unknown', description: '`unknown` is never a yes' })
  safe!: string;

  @ApiProperty(AT)
  confirmedAt!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  confirmedBy!: string | null;

  @ApiProperty({ ...AT, description: 'When a message bounced or post came back' })
  failedAt!: string | null;

  @ApiProperty({ ...AT, description: 'When somebody else answered' })
  thirdPartyAnsweredAt!: string | null;

  @ApiProperty({ ...AT, description: 'When a newer one took its place' })
  supersededAt!: string | null;

  @ApiProperty({ type: 'integer', example: 1, description: 'Also the ETag of the contact point' })
  version!: number;
}

export class ContactPointList {
  @ApiProperty({ type: [ContactPointResponse], description: 'Those in use first, oldest first' })
  items!: ContactPointResponse[];

  @ApiProperty({
    type: 'integer',
    example: 3,
    description: 'Of the person; rises with every fact that bears on safe contact',
  })
  safetyVersion!: number;
}

export class ContactPointChanged {
  @ApiProperty({ format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000051' })
  id!: string;

  @ApiProperty({ enum: SAFE_ANSWERS, example: 'yes' })
  safe!: string;

  @ApiProperty({ enum: BELONGS_TO, example: 'victim' })
  belongsTo!: string;

  @ApiProperty({
    type: 'integer',
    example: 2,
    description: 'Of the person: what was decided before it holds no more',
  })
  safetyVersion!: number;

  @ApiProperty({ type: 'integer', example: 1, description: 'Also the ETag of the contact point' })
  version!: number;
}
