import { parse } from 'csv-parse/sync';
import type { DirectReferral } from '../../src/demo/scenario/direct-referral.js';
import { Random } from '../../src/demo/scenario/random.js';
import { Scenario } from '../../src/demo/scenario/scenario.js';
import { addDays } from '../../src/platform/working-days/calendar-days.js';
import type { StubbornClient } from './kill-client.js';

const FIRST_DAY = '2019-04-01';
const KILLS_A_DAY = 2;
const ROWS_A_DAY = 165;

export interface UploadedFile {
  importId: string;
  name: string;
  csv: string;
}

/** What was sent and answered with 2xx. */
export interface Answered {
  files: UploadedFile[];
  referrals: { id: string; status: number }[];
}

/** Opens step by step: work that belongs to a step waits for it. */
class Gate {
  private reached = 0;
  private waiting: { step: number; pass: () => void }[] = [];

  open(step: number): void {
    this.reached = step;
    this.waiting.filter((one) => one.step <= step).forEach(({ pass }) => pass());
    this.waiting = this.waiting.filter((one) => one.step > step);
  }

  through(step: number): Promise<void> {
    if (step <= this.reached) return Promise.resolve();
    return new Promise((pass) => this.waiting.push({ step, pass }));
  }
}

/** The extracts and single referrals of a few invented days, spread evenly over the kills. */
export class KillLoad {
  readonly gate = new Gate();
  readonly answered: Answered = { files: [], referrals: [] };
  /** The instant at which the service wakes: the day after the last extract. */
  readonly startsAt: Date;
  private readonly files: { name: string; csv: string }[];
  private readonly referrals: DirectReferral[];

  constructor(
    seed: number,
    private readonly kills: number,
  ) {
    const days = Math.ceil(kills / KILLS_A_DAY);
    const to = addDays(FIRST_DAY, days - 1);
    const totals = { athena: days * ROWS_A_DAY, internal: days * 4, self: days, other: days };
    const period = [...new Scenario({ seed, from: FIRST_DAY, to, ...totals }).days()];
    this.files = period.map(({ athenaFile }) => athenaFile);
    const made = period.flatMap(({ directReferrals }) => directReferrals);
    this.referrals = Random.stream(seed, 'order').shuffled(made);
    this.startsAt = new Date(`${addDays(to, 1)}T08:00:00Z`);
  }

  /** Sends everything, each when its kill has come, in three lanes. */
  async send(client: StubbornClient): Promise<void> {
    const half = Math.ceil(this.referrals.length / 2);
    await Promise.all([
      this.sendFiles(client),
      this.sendReferrals(client, this.referrals.slice(0, half)),
      this.sendReferrals(client, this.referrals.slice(half)),
    ]);
  }

  /** Sends the same files again, as new requests; answers the new imports. */
  async sendFilesAgain(client: StubbornClient): Promise<string[]> {
    const again: string[] = [];
    for (const { name, csv } of this.files) again.push(await client.upload(name, csv));
    return again;
  }

  private async sendFiles(client: StubbornClient): Promise<void> {
    for (const [index, { name, csv }] of this.files.entries()) {
      await this.gate.through(this.stepOf(index, this.files.length));
      this.answered.files.push({ importId: await client.upload(name, csv), name, csv });
    }
  }

  private async sendReferrals(client: StubbornClient, lane: DirectReferral[]): Promise<void> {
    for (const [index, { senderRole, body }] of lane.entries()) {
      await this.gate.through(this.stepOf(index, lane.length));
      const { status, body: answer } = await client.post(senderRole, '/referrals', body);
      this.answered.referrals.push({ id: (answer.id ?? answer.importId)!, status });
    }
  }

  /** The first kill for the first piece of work, the last but one for the last. */
  private stepOf(index: number, of: number): number {
    return 1 + Math.floor((index * (this.kills - 1)) / of);
  }
}

/** Rows of a file below its headings, counted by another reader than the service's. */
export function rowsIn(csv: string): number {
  const lines = parse(csv, { bom: true, relax_column_count: true }) as unknown[];
  return lines.length - 1;
}
