import { FILE_MESS } from './assumptions.js';
import { isoDayOf, londonInstant } from './calendar.js';
import { ChangesMaker } from './changes.js';
import { COLUMNS } from './columns.js';
import { ContactBook } from './contact-book.js';
import { CrimeRegister } from './crime.js';
import { CrimesMaker } from './crimes-maker.js';
import type { Wish } from './crimes-maker.js';
import { PLAIN_STYLE, writeCsv } from './csv.js';
import type { FileStyle } from './csv.js';
import { DailyExtract } from './daily-extract.js';
import type { DayPlan } from './day-plan.js';
import type { DirectReferral } from './direct-referral.js';
import { DirectReferralsMaker } from './direct-referrals.js';
import { LaterRows } from './later-rows.js';
import { type KnownCrime, knownCrimes } from './known-crime.js';
import { Ledger } from './ledger.js';
import { OrganisationsMaker } from './organisations-maker.js';
import { PeopleMaker } from './people-maker.js';
import { AddressBook } from './places.js';
import { Population } from './population.js';
import { QuarantineMaker } from './quarantine-maker.js';
import { Random } from './random.js';
import type { Seed } from './random.js';
import type { ScheduledDay } from './schedule.js';
import { SuspectsMaker } from './suspects-maker.js';

const EXTRACT_ARRIVES = 5 * 60 + 30;

/** A file of the Athena feed and the instant of its arrival. */
export interface AthenaFile {
  name: string;
  /** The whole text, UTF-8, sometimes with a byte order mark. */
  csv: string;
  at: Date;
}

/** A day of service: what came in. */
export interface PeriodDay {
  on: string;
  athenaFile?: AthenaFile;
  directReferrals: DirectReferral[];
  /** What the extract brought for the first time. */
  crimes: KnownCrime[];
}

/** One run through a schedule, from the first day to the last. Nothing outside the seed decides anything. */
export class ServicePeriod {
  readonly ledger = new Ledger();
  private readonly extract: DailyExtract;
  private readonly direct: DirectReferralsMaker;
  private lastFile: AthenaFile | undefined;
  private crimes: KnownCrime[] = [];

  constructor(
    private readonly seed: Seed,
    private readonly schedule: readonly ScheduledDay[],
    private readonly wishes: readonly Wish[] = [],
  ) {
    const [addresses, contacts] = [new AddressBook(), new ContactBook()];
    const people = new PeopleMaker(addresses, contacts, schedule[0]?.day ?? 0);
    const population = new Population(people, new OrganisationsMaker(addresses, contacts), addresses);
    const suspects = new SuspectsMaker(people, contacts, addresses, population);
    const crimes = new CrimesMaker(new CrimeRegister(), population, suspects);
    const nextExtractDay = (from: number): number | undefined => this.nextExtract(from)?.day;
    const later = new LaterRows(new ChangesMaker(people, contacts), people, this.ledger, nextExtractDay);
    const quarantine = new QuarantineMaker(crimes, this.ledger);
    this.extract = new DailyExtract(crimes, population, later, quarantine, this.ledger);
    this.direct = new DirectReferralsMaker(crimes, people, this.extract, this.ledger);
  }

  /** The days in order. A run is walked once. */
  *days(): Generator<PeriodDay, void, undefined> {
    for (const scheduled of this.schedule) {
      const on = isoDayOf(scheduled.day);
      const style = this.styleOf(on);
      const plan = this.planOf(scheduled, style);
      this.crimes = [];
      const athenaFile = this.fileOf(scheduled, plan, style);
      const directReferrals = this.direct.of(plan, scheduled.direct, Random.stream(this.seed, 'direct', on));
      const { crimes } = this;
      yield athenaFile ? { on, athenaFile, directReferrals, crimes } : { on, directReferrals, crimes };
    }
  }

  private planOf({ day, quota }: ScheduledDay, { columns }: FileStyle): DayPlan {
    const wishes = this.schedule.find(({ extract }) => extract === 'new')?.day === day ? this.wishes : [];
    return { day, quota, nextQuota: this.nextExtract(day + 1)?.quota ?? 0, columns, wishes };
  }

  private fileOf(scheduled: ScheduledDay, plan: DayPlan, style: FileStyle): AthenaFile | undefined {
    if (scheduled.extract === 'none') return undefined;
    const at = londonInstant(plan.day, EXTRACT_ARRIVES);
    if (scheduled.extract === 'again' && this.lastFile) {
      this.ledger.note('file-sent-again');
      return { ...this.lastFile, at };
    }
    const on = isoDayOf(plan.day);
    const { lines, fresh } = this.extract.fill(plan, Random.stream(this.seed, 'athena', on));
    this.direct.remember(fresh);
    this.crimes = knownCrimes(fresh, plan.day);
    this.lastFile = {
      name: `athena-victims-${on}.csv`,
      csv: writeCsv(
        lines.map(({ row }) => row),
        style,
      ),
      at,
    };
    return this.lastFile;
  }

  private nextExtract(from: number): ScheduledDay | undefined {
    return this.schedule.find(({ day, extract }) => day >= from && extract === 'new');
  }

  private styleOf(on: string): FileStyle {
    const random = Random.stream(this.seed, 'file', on);
    const inAnotherOrder = random.chance(FILE_MESS.columnsInAnotherOrder);
    return {
      ...PLAIN_STYLE,
      extractId: `ATH-${on.replaceAll('-', '')}`,
      columns: inAnotherOrder ? random.shuffled(COLUMNS) : COLUMNS,
      isEverythingQuoted: random.chance(FILE_MESS.everythingQuoted),
      lineEnd: random.chance(FILE_MESS.windowsLineEnds) ? '\r\n' : '\n',
      hasByteOrderMark: random.chance(FILE_MESS.byteOrderMark),
      hasLastLineEnd: !random.chance(FILE_MESS.noLastLineEnd),
    };
  }
}
