import { ApiProperty } from '@nestjs/swagger';
import { CHECKED_WITH, CHILD_CONTACTS } from './child-contact-requests.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000051' } as const;
const AT = { format: 'date-time', example: '2019-08-01T13:05:00.000Z' } as const;
const FLAG = { type: Boolean, nullable: true, example: true } as const;

export class ChildContactResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ enum: CHILD_CONTACTS, example: 'child' })
  who!: string;

  @ApiProperty({ enum: CHECKED_WITH, example: 'officer-in-case' })
  checkedWith!: string;

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
