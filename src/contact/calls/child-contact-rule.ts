import type { ChildContact } from './child-contact-requests.js';

/** What bears on the first call to somebody who is, or may be, a child. */
export interface ChildCallFacts {
  /** Under full age, or of an age that nobody knows. */
  mayBeChild: boolean;
  /** Whom an officer or a social worker called safe to contact; null where nobody recorded it. */
  childContact: ChildContact | null;
}

export const NOT_CHECKED =
  'Nobody has recorded who is safe to contact about this child, or somebody of unknown age: ask the officer or the ' +
  'social worker first.';
export const NOT_THE_CHILD = 'It is the child’s own number, and somebody else was named as safe to contact.';
export const NOT_A_CHILD = 'The person is of full age: nobody else is asked whether to contact them.';

/** Whether a first call waits until somebody has recorded who is safe to contact (VAL safe-contact rule CSE-8). */
export function isChildUnchecked({ mayBeChild, childContact }: ChildCallFacts): boolean {
  return mayBeChild && (childContact === null || childContact === 'nobody-yet');
}
