import type { KnownReferral } from './known-world.js';
import type { ReferralRecord } from './referral-record.js';
import type { VersionContent } from './versions.js';

/** What a referral's versions together answer: a blank is no answer, so that it never takes back what was said. */
export type Answers = Pick<
  KnownReferral,
  'victimSupport' | 'victimAware' | 'custodyAddress' | 'unknownCodes' | 'contactPreferences'
>;

/** Fields of which an older version's unreadable answer counts: each may have been a no, or a suspect's number. */
const HEEDED_WHEN_OLDER = [
  'victimSupport',
  'victimAwareReported',
  'suspectTelephones',
  'suspectEmails',
  'suspectPostcodes',
];

const NOTHING_SAID: Answers = {
  victimSupport: null,
  victimAware: null,
  custodyAddress: false,
  unknownCodes: [],
  contactPreferences: [],
};

export function firstAnswers(record: ReferralRecord): Answers {
  return newerAnswers(NOTHING_SAID, record);
}

/** The newest statement of each; an unknown code stands until a code that is known replaces it. */
export function newerAnswers(held: Answers, record: ReferralRecord): Answers {
  const stillUnknown = held.unknownCodes.filter((field) => !record.knownFields.includes(field));
  return {
    victimSupport: record.victimSupport ?? held.victimSupport,
    victimAware: record.victimAware ?? held.victimAware,
    custodyAddress: record.custodyAddress ?? held.custodyAddress,
    unknownCodes: [...new Set([...stillUnknown, ...record.unknownCodes])],
    contactPreferences:
      record.contactPreferences.length > 0 ? record.contactPreferences : held.contactPreferences,
  };
}

/** What an older version says that speaks against contact, and of which the newest by itself said nothing. */
export function olderAnswers(
  held: Answers,
  record: ReferralRecord,
  newest: VersionContent | undefined,
): Answers {
  const isLeftBlank = (name: 'victimSupport' | 'victimAware') =>
    (newest ? newest[name] : held[name]) === null;
  const unknown = record.unknownCodes.filter((field) => HEEDED_WHEN_OLDER.includes(field));
  return {
    victimSupport:
      record.victimSupport === false && isLeftBlank('victimSupport') ? false : held.victimSupport,
    victimAware: record.victimAware === false && isLeftBlank('victimAware') ? false : held.victimAware,
    custodyAddress:
      held.custodyAddress || (record.custodyAddress === true && newest?.custodyAddress === null),
    unknownCodes: [...new Set([...held.unknownCodes, ...unknown])],
    contactPreferences:
      held.contactPreferences.length > 0 ? held.contactPreferences : record.contactPreferences,
  };
}

export function areSameAnswers(one: Answers, other: Answers): boolean {
  const names = Object.keys(NOTHING_SAID) as (keyof Answers)[];
  return names.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
}

export function answerColumns(answers: Answers) {
  return {
    victim_support: answers.victimSupport,
    victim_aware: answers.victimAware,
    custody_address: answers.custodyAddress,
    unknown_codes: answers.unknownCodes,
    contact_preferences: answers.contactPreferences,
  };
}
