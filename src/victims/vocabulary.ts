/** How a referral came: the pathways that the Panel report counts (VAL report of 10 September 2019, para 12). */
export const PATHWAYS = ['athena', 'internal', 'self', 'other'] as const;
export type Pathway = (typeof PATHWAYS)[number];

/** Part that a person we serve has in an incident (VAL report, para 5). */
export const PARTY_ROLES = ['victim', 'witness', 'family-member'] as const;
export type PartyRole = (typeof PARTY_ROLES)[number];

export const CONTACT_POINT_KINDS = ['email', 'mobile-phone', 'home-phone', 'work-phone', 'post'] as const;
export type ContactPointKind = (typeof CONTACT_POINT_KINDS)[number];
