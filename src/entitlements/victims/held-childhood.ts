import type { Transaction } from '../../platform/database/transaction.js';
import type { BasisRule } from '../../victims/enhanced-status/status-policy.js';
import type { PartyRow } from './victim-rows.js';

/** A basis of enhanced rights that an age gave, and from when until when. */
export interface HeldBasis {
  code: string;
  /** In milliseconds. */
  from: number;
  until: number;
}

/** What was known of somebody's childhood before their birth date was doubted. */
export interface HeldChildhood {
  /** They were taken for a child of the crime of a party of theirs, whose time is that. */
  wasChildAt(partyId: string, at: Date): boolean;
  /**
   * Bases that their age gives a party: that they are a child, whichever crime it was known of, and that they were one at
   * a crime, of the party's own and of all others that count with it.
   */
  basesOf(partyId: string, crimes: readonly CrimeOfParty[]): HeldBasis[];
}

interface CrimeOfParty {
  partyId: string;
  /** Null where nobody knows. */
  occurredAt: Date | null;
  /** In milliseconds. */
  knownAt: number;
}

interface HeldRow {
  personId: string;
  partyId: string;
  wasChild: boolean;
  offenceAt: Date | null;
  bases: { code: string; from: string; until: string }[];
}

const NONE: HeldChildhood = { wasChildAt: () => false, basesOf: () => [] };

/**
 * Whom the record took for a child when their birth date was last believed, by person; of those alone whose birth date is
 * in doubt now. A doubt takes no child's rights away: what held still holds until a person settles the date, since
 * nobody knows any more on which day it would end. It holds for every crime of theirs, the one that brought the doubt too.
 */
export async function heldChildhoods(
  tx: Transaction,
  parties: readonly PartyRow[],
  rules: readonly BasisRule[],
): Promise<(personId: string) => HeldChildhood> {
  const inDoubt = parties.filter(({ isBirthInDoubt }) => isBirthInDoubt);
  const doubted = [...new Set(inDoubt.map(({ personId }) => personId))];
  if (doubted.length === 0) return () => NONE;
  const codesAt = (when: BasisRule['childAt']) =>
    rules.filter(({ childAt }) => childAt === when).map(({ code }) => code);
  const codes = { now: codesAt('now'), offence: codesAt('offence') };
  const rows = await tx.query<HeldRow>(HELD, [doubted, [...codes.now, ...codes.offence]]);
  const childhoods = new Map<string, HeldChildhood>();
  for (const id of doubted) {
    const ofPerson = rows.filter(({ personId }) => personId === id);
    childhoods.set(id, childhoodOf(ofPerson, codes, tx.now.getTime()));
  }
  return (personId) => childhoods.get(personId) ?? NONE;
}

function childhoodOf(
  rows: readonly HeldRow[],
  codes: { now: readonly string[]; offence: readonly string[] },
  now: number,
): HeldChildhood {
  const basesOf = (of: readonly HeldRow[]) =>
    of.flatMap(({ bases }) => bases.map((basis) => stillHeld(basis, now)));
  const asChild = codes.now.flatMap((code) => widest(basesOf(rows).filter((basis) => basis.code === code)));
  const ofParty = new Map(rows.map((row) => [row.partyId, row]));
  const untils = asChild.map(({ until }) => until);
  const crimesAsChild = rows.flatMap(({ wasChild, offenceAt }) =>
    wasChild && offenceAt ? [offenceAt.getTime()] : [],
  );
  const wasChildAt = (partyId: string, at: Date) =>
    ofParty.get(partyId)?.wasChild === true ||
    // Who was a child at some time was one before it.
    untils.some((until) => at.getTime() < until) ||
    crimesAsChild.some((crimeAt) => at.getTime() <= crimeAt);
  return {
    wasChildAt,
    basesOf: (partyId, crimes) => {
      const own = basesOf(rows.filter((row) => row.partyId === partyId));
      const atCrimes = crimes
        .filter((crime) => crime.occurredAt !== null && wasChildAt(crime.partyId, crime.occurredAt))
        .flatMap(({ knownAt }) => codes.offence.map((code) => ({ code, from: knownAt, until: Infinity })));
      return [...asChild, ...own.filter(({ code }) => codes.offence.includes(code)), ...atCrimes];
    },
  };
}

function widest(bases: readonly HeldBasis[]): HeldBasis[] {
  if (bases.length === 0) return [];
  const from = Math.min(...bases.map((basis) => basis.from));
  return [{ code: bases[0]!.code, from, until: Math.max(...bases.map((basis) => basis.until)) }];
}

function stillHeld({ code, from, until }: HeldRow['bases'][number], now: number): HeldBasis {
  const end = instantOf(until);
  return { code, from: instantOf(from), until: end > now ? Infinity : end };
}

function instantOf(text: string): number {
  if (text === '-infinity') return -Infinity;
  return text === 'infinity' ? Infinity : Date.parse(text);
}

const HELD = `
  SELECT v.person_id AS "personId", v.party_id AS "partyId", 'under-18' = ANY (v.groups) AS "wasChild",
         v.offence_at AS "offenceAt", coalesce(b.bases, '[]') AS bases
    FROM entitlement_victim v
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('code', h.code, 'from', h.known_from, 'until', h.known_until)) AS bases
        FROM (SELECT g.code, min(s.known_from) AS known_from, max(s.known_until) AS known_until
                FROM entitlement_status s CROSS JOIN LATERAL unnest(s.bases) g(code)
               WHERE s.party_id = v.party_id AND g.code = ANY ($2::text[]) GROUP BY g.code) h) b ON true
   WHERE v.person_id = ANY ($1::uuid[])`;
