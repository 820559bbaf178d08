import { LATER_ROWS, SPOILED_ROWS } from './assumptions.js';
import { policeDateTime } from './calendar.js';
import type { CrimesMaker, FirstRow } from './crimes-maker.js';
import type { DayPlan, Line } from './day-plan.js';
import { kindsShownBy } from './kinds-shown.js';
import type { Held, LaterRows } from './later-rows.js';
import type { Ledger } from './ledger.js';
import type { Population } from './population.js';
import type { QuarantineMaker } from './quarantine-maker.js';
import type { Random } from './random.js';
import { spoiled, spoiledForADay } from './spoiled-rows.js';

/** Fills one day's extract: new keys to the number, and everything else that real extracts bring along. */
export class DailyExtract {
  private heldBack: FirstRow[] = [];

  constructor(
    private readonly crimes: CrimesMaker,
    private readonly population: Population,
    private readonly later: LaterRows,
    private readonly quarantine: QuarantineMaker,
    private readonly ledger: Ledger,
  ) {}

  /** The lines of a day in the order of the file, and the rows that opened a key. */
  fill(plan: DayPlan, random: Random): { lines: Line[]; fresh: FirstRow[] } {
    const fresh = this.freshRows(plan, random);
    const lines = [
      ...this.later.of(plan.day, random),
      ...this.rejects(plan, random),
      ...this.quarantine.lines(plan, random),
      ...fresh.flatMap((first) => this.accepted(first, plan.day, random)),
    ];
    this.corrections(plan, random, lines);
    const ordered = random.shuffled(lines);
    settleVersionsOfOneFile(ordered);
    for (const { disposition } of ordered) this.ledger.note(`disposition ${disposition}`);
    return { lines: ordered, fresh };
  }

  /** Keeps a first row for the next extract; false where that has no room for it. */
  holdBack(first: FirstRow, plan: DayPlan): boolean {
    if (this.heldBack.length >= plan.nextQuota) return false;
    const lastUpdatedDateTime = policeDateTime(plan.day, 21 * 60);
    this.heldBack.push({ ...first, row: { ...first.row, lastUpdatedDateTime } });
    return true;
  }

  private freshRows({ day, quota, wishes }: DayPlan, random: Random): FirstRow[] {
    const rows = this.heldBack.splice(0, quota);
    const open = [...wishes];
    while (rows.length < quota)
      rows.push(...this.crimes.crime(day, quota - rows.length, random, open.shift()));
    return rows;
  }

  private accepted(first: FirstRow, day: number, random: Random): Line[] {
    const { victim } = first;
    this.population.remember(victim, day);
    for (const kind of [...first.kinds, ...kindsShownBy(first)]) this.ledger.note(kind);
    const held: Held = { row: first.row, victim, sentOn: day };
    const lines = this.firstLines(held, day, random);
    this.quarantine.remember(held);
    this.later.plan(held, random);
    if (lines.length > 1 || !random.chance(LATER_ROWS.duplicateInFile)) return lines;
    this.ledger.note('duplicate-in-file');
    return [...lines, { row: held.row, disposition: 'unchanged' }];
  }

  private firstLines(held: Held, day: number, random: Random): Line[] {
    const older = held.row;
    const isOvertaken = random.chance(LATER_ROWS.olderVersionLate);
    const isTwice = random.chance(LATER_ROWS.twoVersionsInOneFile);
    if (!isOvertaken && !isTwice) return [{ row: older, disposition: 'first' }];
    held.row = this.later.newerVersion(older, held.victim, day, random);
    const newer: Line = { row: held.row, disposition: isTwice ? 'updated' : 'first' };
    if (isTwice) {
      this.ledger.note('two-versions-in-one-file');
      return [{ row: older, disposition: 'first', newer }, newer];
    }
    this.later.oweOlder(held, older, random);
    return [newer];
  }

  private rejects({ day, quota, columns }: DayPlan, random: Random): Line[] {
    return this.extras(quota, SPOILED_ROWS.rejected, day, random).map(({ row }) => {
      const broken = spoiled(row, columns, random);
      this.ledger.note(`rejected ${broken.kind}`);
      return { row: broken.row, disposition: 'rejected' };
    });
  }

  private corrections(plan: DayPlan, random: Random, lines: Line[]): void {
    for (const first of this.extras(plan.quota, SPOILED_ROWS.rejectedThenCorrected, plan.day, random)) {
      if (!this.holdBack({ ...first, kinds: [...first.kinds, 'corrected-next-day'] }, plan)) return;
      const broken = spoiledForADay(first.row, plan.columns, random);
      this.ledger.note(`rejected ${broken.kind}`);
      lines.push({ row: broken.row, disposition: 'rejected' });
    }
  }

  private extras(quota: number, share: number, day: number, random: Random): FirstRow[] {
    const hits = Array.from({ length: quota }, () => random.chance(share)).filter(Boolean);
    return hits.flatMap(() => this.crimes.crime(day, 1, random));
  }
}

function settleVersionsOfOneFile(lines: readonly Line[]): void {
  const reached = new Set<Line>();
  for (const line of lines) {
    reached.add(line);
    if (!line.newer || !reached.has(line.newer)) continue;
    line.newer.disposition = 'first';
    line.disposition = 'unchanged';
  }
}
