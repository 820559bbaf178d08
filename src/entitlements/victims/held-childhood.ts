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

/** What was known of a childhood before the birth date was doubted. */
export interface HeldChildhood {
  /** At the crime of this party. */
  wasChild: boolean;
  bases: readonly HeldBasis[];
}

interface HeldRow {
  partyId: string;
  wasChild: boolean;
  bases: { code: string; from: string; until: string }[];
}

const NONE: HeldChildhood = { wasChild: false, bases: [] };

/**
 * Whom the record took for a child when their birth date was last believed, by party; of those alone whose birth date is
 * in doubt now. A doubt takes no child's rights away: what held still holds until a person settles the date, since
 * nobody knows any more on which day it would end.
 */
export async function heldChildhoods(
  tx: Transaction,
  parties: readonly PartyRow[],
  rules: readonly BasisRule[],
): Promise<(partyId: string) => HeldChildhood> {
  const doubted = parties.filter(({ isBirthInDoubt }) => isBirthInDoubt).map(({ partyId }) => partyId);
  if (doubted.length === 0) return () => NONE;
  const codes = rules.filter(({ childAt }) => childAt !== undefined).map(({ code }) => code);
  const rows = await tx.query<HeldRow>(HELD, [doubted, codes]);
  const now = tx.now.getTime();
  const held = new Map(
    rows.map(({ partyId, wasChild, bases }) => [
      partyId,
      { wasChild, bases: bases.map((basis) => stillHeld(basis, now)) },
    ]),
  );
  return (partyId) => held.get(partyId) ?? NONE;
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
  SELECT v.party_id AS "partyId", 'under-18' = ANY (v.groups) AS "wasChild", coalesce(b.bases, '[]') AS bases
    FROM entitlement_victim v
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('code', h.code, 'from', h.known_from, 'until', h.known_until)) AS bases
        FROM (SELECT g.code, min(s.known_from) AS known_from, max(s.known_until) AS known_until
                FROM entitlement_status s CROSS JOIN LATERAL unnest(s.bases) g(code)
               WHERE s.party_id = v.party_id AND g.code = ANY ($2::text[]) GROUP BY g.code) h) b ON true
   WHERE v.party_id = ANY ($1::uuid[])`;
