import { SPOILED_ROWS } from './assumptions.js';
import type { AthenaRow } from './columns.js';
import type { CrimesMaker, FirstRow } from './crimes-maker.js';
import type { DayPlan, Line } from './day-plan.js';
import type { Held } from './later-rows.js';
import type { Ledger, QuarantineKind } from './ledger.js';
import type { Random } from './random.js';
import { withBadCrimeReference } from './spoiled-rows.js';

const REMEMBERED = 2_000;

/** Makes rows that only a person can judge. */
export class QuarantineMaker {
  private readonly known: Held[] = [];
  private remembered = 0;
  private readonly entangled = new Set<Held>();

  constructor(
    private readonly crimes: CrimesMaker,
    private readonly ledger: Ledger,
  ) {}

  /** Remembers a key that contradictions can be made of: a person with a name, an id and a date of birth. */
  remember(held: Held): void {
    const { row, victim } = held;
    const isWellKnown = row.victimOnCrimeId && row.personId && row.dateOfBirth > '1900-01-01';
    if (victim.kind === 'individual' && isWellKnown) {
      this.known[this.remembered % REMEMBERED] = held;
      this.remembered += 1;
    }
  }

  /** The day's rows to quarantine: none of them opens a key. */
  lines(plan: DayPlan, random: Random): Line[] {
    const lines: Line[] = [];
    for (let turn = 0; turn < plan.quota; turn++) {
      if (random.chance(SPOILED_ROWS.badCrimeReference)) lines.push(...this.badReference(plan, random));
      if (random.chance(SPOILED_ROWS.twoPeopleUnderOneKey)) lines.push(...this.twoPeople(plan, random));
      if (random.chance(SPOILED_ROWS.personIdContradicts)) lines.push(...this.contradiction(plan, random));
    }
    return lines;
  }

  private badReference({ day }: DayPlan, random: Random): Line[] {
    const [first] = this.crimes.crime(day, 1, random);
    return first ? [this.line('bad-crime-reference', withBadCrimeReference(first.row, random))] : [];
  }

  /** The key of one person's row with another person in it. */
  private twoPeople(plan: DayPlan, random: Random): Line[] {
    const [held, other] = this.pair(plan, random);
    if (!held || !other) return [];
    const { crimeReference, forceIdentifier, victimOnCrimeId } = held.row;
    return [
      this.line('two-people-under-one-key', { ...other, forceIdentifier, crimeReference, victimOnCrimeId }),
    ];
  }

  /** One person's id on another person's row. */
  private contradiction(plan: DayPlan, random: Random): Line[] {
    const [held, other] = this.pair(plan, random);
    if (!held || !other) return [];
    return [this.line('person-id-contradicts', { ...other, personId: held.row.personId })];
  }

  /** Someone known since an earlier extract, and the row of an adult of another name and date of birth. */
  private pair({ day }: DayPlan, random: Random): [Held?, AthenaRow?] {
    const earlier = this.known.length > 0 ? random.pick(this.known) : undefined;
    const [first] = this.crimes.crime(day, 1, random, { victim: 'adult' });
    if (!earlier || !first || earlier.sentOn >= day || this.entangled.has(earlier)) return [];
    const other = fullyNamed(first);
    if (!other || other.surname === earlier.row.surname || other.dateOfBirth === earlier.row.dateOfBirth)
      return [];
    if (other.givenName === earlier.row.givenName) return [];
    this.entangled.add(earlier);
    return [earlier, other];
  }

  private line(kind: QuarantineKind, row: AthenaRow): Line {
    this.ledger.note(`quarantined ${kind}`);
    return { row, disposition: 'quarantined' };
  }
}

function fullyNamed({ row, victim, crime }: FirstRow): AthenaRow | undefined {
  if (victim.kind !== 'individual' || row.personId === '' || row.victimOnCrimeId === '') return undefined;
  return { ...row, dateOfBirth: victim.bornOn, crimeOffenceCode: crime.columns.crimeOffenceCode };
}
