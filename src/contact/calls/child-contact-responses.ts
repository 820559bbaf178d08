import { ApiProperty } from '@nestjs/swagger';
import { CHILD_CONTACTS, SAFE_NUMBERS_OF } from '../../cases/calls/child-contact-rule.js';
import { CHECKED_WITH } from './child-contact-requests.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000051' } as const;
const AT = { format: 'date-time', example: '2019-08-01T13:05:00.000Z' } as const;
const FLAG = { type: Boolean, nullable: true, example: true } as const;

export class SafeNumberResponse {
  @ApiProperty(ID)
  contactPointId!: string;

  @ApiProperty({ enum: SAFE_NUMBERS_OF, example: 'parent' })
  whose!: string;
}

export class ChildContactResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ enum: CHILD_CONTACTS, example: 'child' })
  who!: string;

  @ApiProperty({ enum: CHECKED_WITH, example: 'officer-in-case' })
  checkedWith!: string;

  @ApiProperty({ type: [SafeNumberResponse], description: 'The numbers that were called safe' })
  safeNumbers!: SafeNumberResponse[];

  @ApiProperty({ ...FLAG, description: 'Null: nobody asked' })
  isNoSuspect!: boolean | null;

  @ApiProperty({ ...FLAG, example: false, description: 'Null: nobody asked' })
  isLookedAfter!: boolean | null;

  @ApiProperty({ ...FLAG, description: 'Null: nobody asked' })
  hasParentalResponsibility!: boolean | null;

  @ApiProperty({ ...FLAG, description: 'Null: nobody asked' })
  doesChildKnow!: boolean | null;

  @ApiProperty(AT)
  checkedAt!: string;

  @ApiProperty(AT)
  recordedAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  recordedBy!: string;
}

export class ChildContactList {
  @ApiProperty({
    type: [ChildContactResponse],
    description: 'Of all cases of the person, newest first; only those of a case count in it',
  })
  items!: ChildContactResponse[];
}
