import {
  CHILD_CONTACTS,
  type ChildContact,
  SAFE_NUMBERS_OF,
  type SafeNumberOf,
} from '../../cases/calls/child-contact-rule.js';
import { IsCode, IsFlag, IsId, IsInstant, MayBeOmitted } from '../../platform/validation/decorators.js';
import { IsListOf } from '../../platform/validation/nested-decorators.js';

/** Who knows who is safe. */
export const CHECKED_WITH = ['officer-in-case', 'social-worker', 'both'] as const;
export type CheckedWith = (typeof CHECKED_WITH)[number];

export class SafeNumberRequest {
  @IsId({ description: 'A number of the record', withoutExample: true })
  contactPointId!: string;

  @IsCode(SAFE_NUMBERS_OF, { description: 'Whose it is: the same as `who`', withoutExample: true })
  whose!: SafeNumberOf;
}

export class RecordChildContactRequest {
  @IsCode(CHILD_CONTACTS, { description: 'Who may be contacted', example: 'child' })
  who!: ChildContact;

  @IsCode(CHECKED_WITH, { description: 'With whom it was checked', example: 'officer-in-case' })
  checkedWith!: CheckedWith;

  @MayBeOmitted()
  @IsListOf(() => SafeNumberRequest, {
    max: 10,
    description:
      'The numbers that were called safe, and whose they are. Without them any number of which a coordinator said that it ' +
      'is the child’s may be called where the child was named, and none of anybody else: a mother may be safe, and ' +
      'another carer not. A number that only came with a referral is called once it stands here: it may be a parent’s',
  })
  safeNumbers?: SafeNumberRequest[];

  @MayBeOmitted()
  @IsFlag({
    description:
      'It was confirmed that whoever is contacted is no suspect; needed of a parent and of a carer',
    withoutExample: true,
  })
  isNoSuspect?: boolean;

  @MayBeOmitted()
  @IsFlag({
    description: 'The local authority looks after the child: then it is the contact, and no parent is',
    withoutExample: true,
  })
  isLookedAfter?: boolean;

  @MayBeOmitted()
  @IsFlag({ description: 'Whoever is contacted has parental responsibility', withoutExample: true })
  hasParentalResponsibility?: boolean;

  @MayBeOmitted()
  @IsFlag({ description: 'The child knows that they are contacted', withoutExample: true })
  doesChildKnow?: boolean;

  @MayBeOmitted()
  @IsInstant({
    description: 'When it was checked, not before the case was opened; now unless given',
    withoutExample: true,
  })
  checkedAt?: string;
}
