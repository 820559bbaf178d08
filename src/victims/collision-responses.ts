import { ApiProperty } from '@nestjs/swagger';
import { CLEARING_REASONS } from './collision-requests.js';
import { COLLISION_KINDS } from './contact-safety/safety-facts.js';
import { SAFETY_WORDS } from './safety-words.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000081' } as const;
const AT = { format: 'date-time', example: '2019-04-02T09:30:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;

export class CollisionResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ enum: COLLISION_KINDS, example: 'suspect-phone' })
  kind!: string;

  @ApiProperty({ ...NULLABLE, ...ID, description: 'Null where it is about the person as such' })
  contactPointId!: string | null;

  @ApiProperty(AT)
  foundAt!: string;

  @ApiProperty({ ...NULLABLE, ...AT, example: null, description: 'When somebody found it harmless' })
  clearedAt!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  clearedBy!: string | null;

  @ApiProperty({ ...NULLABLE, enum: [...CLEARING_REASONS, null], example: null })
  clearReason!: string | null;
}

export class SafetyWordResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ enum: SAFETY_WORDS, example: 'objected' })
  kind!: string;

  @ApiProperty({ ...NULLABLE, ...ID, example: null, description: 'The collision that it is about' })
  collisionId!: string | null;

  @ApiProperty({ example: 'person-asked' })
  reasonCode!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  saidBy!: string;

  @ApiProperty(AT)
  saidAt!: string;
}
