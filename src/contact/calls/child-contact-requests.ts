import { IsCode, IsFlag, IsInstant, MayBeOmitted } from '../../platform/validation/decorators.js';

/** Who may be contacted about a child. */
export const CHILD_CONTACTS = ['nobody-yet', 'child', 'parent', 'other-carer', 'social-worker'] as const;
export type ChildContact = (typeof CHILD_CONTACTS)[number];

/** Who knows who is safe. */
export const CHECKED_WITH = ['officer-in-case', 'social-worker', 'both'] as const;
export type CheckedWith = (typeof CHECKED_WITH)[number];

export class RecordChildContactRequest {
  @IsCode(CHILD_CONTACTS, { description: 'Who may be contacted', example: 'child' })
  who!: ChildContact;

  @IsCode(CHECKED_WITH, { description: 'With whom it was checked', example: 'officer-in-case' })
  checkedWith!: CheckedWith;

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
