import { LATER_ROWS } from './assumptions.js';
import { policeDateTime } from './calendar.js';
import type { ChangesMaker } from './changes.js';
import type { AthenaRow } from './columns.js';
import type { Disposition, Ledger } from './ledger.js';
import type { PeopleMaker } from './people-maker.js';
import type { Victim } from './person.js';
import type { Random } from './random.js';
import { withImpossibleBirthDate } from './spoiled-rows.js';

/** A key that was sent and accepted: its newest version and whose it is. */
export interface Held {
  row: AthenaRow;
  victim: Victim;
  /** The day of the last extract that had a row of this key. */
  sentOn: number;
}

/** A row of a key that was sent before, with what ought to become of it. */
export interface LaterRow {
  row: AthenaRow;
  disposition: Disposition;
}

type LaterKind = keyof typeof SOONEST_AND_LATEST;
interface Due {
  held: Held;
  kind: LaterKind;
  older?: AthenaRow;
}

/** After how many days a row of a kind comes. */
const SOONEST_AND_LATEST = {
  'exact-row-again': [1, 1],
  'moved-last-updated': [1, 12],
  changed: [1, 24],
  'merged-person-id': [3, 30],
  'birth-date-30-february': [1, 6],
  'older-version-late': [1, 3],
} as const;

/** Keeps what the extracts still owe about keys they sent before. */
export class LaterRows {
  private readonly due = new Map<number, Due[]>();

  constructor(
    private readonly changes: ChangesMaker,
    private readonly people: PeopleMaker,
    private readonly ledger: Ledger,
    /** The first day with a new extract on or after a day; undefined where the period ends before. */
    private readonly nextExtractDay: (day: number) => number | undefined,
  ) {}

  /** Decides by chance which later rows a new key will have. */
  plan(held: Held, random: Random): void {
    const shares: readonly (readonly [LaterKind, number])[] = [
      ['exact-row-again', LATER_ROWS.exactRowAgain],
      ['moved-last-updated', LATER_ROWS.movedLastUpdated],
      ['changed', LATER_ROWS.changed],
      ['merged-person-id', canMerge(held) ? LATER_ROWS.mergedPersonId : 0],
      ['birth-date-30-february', held.row.dateOfBirth > '1900-01-01' ? LATER_ROWS.impossibleBirthDate : 0],
    ];
    for (const [kind, share] of shares)
      if (random.chance(share)) this.owe({ held, kind }, held.sentOn, random);
  }

  /** An older version that the extract overtook. */
  oweOlder(held: Held, older: AthenaRow, random: Random): void {
    this.owe({ held, kind: 'older-version-late', older }, held.sentOn, random);
  }

  /** A later version of a row, written the night before this extract. */
  newerVersion(row: AthenaRow, victim: Victim, extractDay: number, random: Random): AthenaRow {
    const { row: newer, kind } = this.changes.changed(row, victim, extractDay - 1, 23 * 60 + 30, random);
    this.ledger.note(kind);
    return newer;
  }

  /** Everything that is due in this day's extract; a key comes at most once. */
  of(day: number, random: Random): LaterRow[] {
    return (this.due.get(day) ?? []).flatMap((owed) => {
      if (owed.held.sentOn === day) {
        this.enter(owed, day + 1);
        return [];
      }
      owed.held.sentOn = day;
      return [this.written(owed, day, random)];
    });
  }

  private owe(owed: Due, from: number, random: Random): void {
    const [soonest, latest] = SOONEST_AND_LATEST[owed.kind];
    this.enter(owed, from + random.between(soonest, latest));
  }

  private enter(owed: Due, earliest: number): void {
    const day = this.nextExtractDay(earliest);
    if (day !== undefined) this.due.set(day, [...(this.due.get(day) ?? []), owed]);
  }

  private written(owed: Due, day: number, random: Random): LaterRow {
    const { held, kind } = owed;
    if (kind !== 'changed') this.ledger.note(kind);
    switch (kind) {
      case 'exact-row-again':
        return { row: held.row, disposition: 'unchanged' };
      case 'older-version-late':
        return { row: owed.older!, disposition: 'unchanged' };
      case 'birth-date-30-february':
        held.row = withImpossibleBirthDate(held.row, day - 1);
        return { row: held.row, disposition: 'updated' };
      case 'moved-last-updated':
        held.row = { ...held.row, lastUpdatedDateTime: policeDateTime(day - 1, 10 * 60) };
        return { row: held.row, disposition: 'unchanged' };
      case 'merged-person-id':
        held.row = this.merged(held, day);
        return { row: held.row, disposition: 'updated' };
      case 'changed':
        held.row = this.newerVersion(held.row, held.victim, day, random);
        if (random.chance(LATER_ROWS.changedOnceMore)) this.owe({ held, kind }, day, random);
        return { row: held.row, disposition: 'updated' };
    }
  }

  private merged({ row, victim }: Held, day: number): AthenaRow {
    victim.personId = this.people.nextPersonId();
    return { ...row, personId: victim.personId, lastUpdatedDateTime: policeDateTime(day - 1, 9 * 60) };
  }
}

function canMerge({ row, victim }: Held): boolean {
  return (
    victim.kind === 'individual' &&
    row.victimOnCrimeId !== '' &&
    row.personId !== '' &&
    row.dateOfBirth !== ''
  );
}
