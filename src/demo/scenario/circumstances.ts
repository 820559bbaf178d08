import { ANSWERS, DANGER, RECORD, SUSPECTS } from './assumptions.js';
import { DANGER_MARKERS, noDanger } from './columns.js';
import type { DangerMarker, Markers } from './columns.js';
import type { Nature } from './offences.js';
import type { Victim } from './person.js';
import type { Random } from './random.js';
import {
  isDomestic,
  isOfOneHome,
  likelyRelationships,
  ORGANISATION,
  UNKNOWN_RELATIONSHIPS,
} from './relationships.js';

const HARM: Partial<Record<Nature, Partial<Record<DangerMarker, number>>>> = {
  violence: { vulnerable: 0.05, intimidated: 0.02 },
  stalking: { restrainingOrder: 0.07, highHarmFlag: 0.25, intimidated: 0.15, persistentlyTargeted: 0.2 },
  hate: { hateCrime: 0.97, persistentlyTargeted: 0.1 },
  sexual: { vulnerable: 0.3, highHarmFlag: 0.5, riskOfSelfHarm: 0.06, intimidated: 0.1 },
  'exploitation-child': {
    childSexualExploitation: 0.75,
    childCriminalExploitation: 0.08,
    vulnerable: 0.8,
    highHarmFlag: 0.7,
    contactGuardian: 0.6,
  },
  'modern-slavery': { modernSlavery: 0.85, vulnerable: 0.7, highHarmFlag: 0.9, welfareRisk: 0.3 },
  fraud: { vulnerable: 0.12 },
  bereavement: { highHarmFlag: 0.6 },
};

const NOTES = [
  'Do not leave a voicemail,\npartner checks the phone',
  'Works nights, ring after 14:00',
  'Number belongs to her mother, "ask for Nan first"',
  'NOT to be written to at home; use work number',
  'Only speak to victim, not to the carer who answers',
  'Dog bites. Safe to text, any time',
];

/** Who did it to the victim, as the officer coded it; sometimes in a code that no list knows. */
export function relationshipOf(victim: Victim, nature: Nature, random: Random): string {
  if (random.chance(RECORD.unknownRelationship)) return random.pick(UNKNOWN_RELATIONSHIPS);
  if (victim.kind === 'organisation') return random.chance(0.9) ? ORGANISATION : '';
  return random.pick(random.weighted(likelyRelationships(nature)));
}

/** The markers of danger of one victim on one crime, some of them unanswered. */
export function markersOf(victim: Victim, nature: Nature, relationship: string, random: Random): Markers {
  const markers = noDanger();
  if (victim.kind === 'individual') {
    const harm: Partial<Record<DangerMarker, number>> = { ...DANGER, ...HARM[nature] };
    for (const marker of DANGER_MARKERS) if (random.chance(harm[marker] ?? 0)) markers[marker] = 'true';
    if (isDomestic(relationship) && random.chance(0.9)) markers.domesticAbuse = 'true';
    if (isOfOneHome(relationship) && random.chance(0.5)) markers.suspectSameAddress = 'true';
    if (victim.isChild && random.chance(0.5)) markers.contactGuardian = 'true';
    if (nature === 'violence' && random.chance(SUSPECTS.counterAllegation)) markers.alsoSuspect = 'true';
  }
  return withBlanks(markers, random);
}

/** Whether the victim wanted support, in the column's words. */
export function supportAnswer(random: Random): string {
  return random.weighted([
    ['true', ANSWERS.supportYes],
    ['false', ANSWERS.supportNo],
    ['', 1 - ANSWERS.supportYes - ANSWERS.supportNo],
  ]);
}

/** Whether the victim knows that it was reported, in the column's words. */
export function awareAnswer(random: Random): string {
  return random.weighted([
    ['true', ANSWERS.awareYes],
    ['false', ANSWERS.awareNo],
    ['', 1 - ANSWERS.awareYes - ANSWERS.awareNo],
  ]);
}

/** What an officer wrote about reaching this victim safely; most often nothing. */
export function safeContactNote(random: Random): string {
  return random.chance(RECORD.safeContactNote) ? random.pick(NOTES) : '';
}

function withBlanks(markers: Markers, random: Random): Markers {
  const answered = random.weighted([
    ['all', ANSWERS.everyMarker],
    ['some', ANSWERS.someMarkersBlank],
    ['none', 1 - ANSWERS.everyMarker - ANSWERS.someMarkersBlank],
  ]);
  if (answered === 'all') return markers;
  const blanks =
    answered === 'none' ? DANGER_MARKERS : random.shuffled(DANGER_MARKERS).slice(0, random.between(1, 3));
  for (const marker of blanks) if (markers[marker] === 'false') markers[marker] = '';
  return markers;
}
