import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { Random } from '../../src/demo/scenario/random.js';
import { DevelopmentIssuer } from '../../src/platform/access/development-issuer.js';
import { INVENTED_STAFF } from '../../src/platform/access/development-staff.js';
import { SettableClock } from '../../src/platform/clock.js';
import { Aftermath } from '../support/kill-aftermath.js';
import { StubbornClient } from '../support/kill-client.js';
import { KillLoad, rowsIn } from '../support/kill-load.js';
import { KillMoments } from '../support/kill-moments.js';
import { pacedEnvironment } from '../support/kill-pace.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { StartedService } from '../support/started-service.js';

/** `KILLS=100 KILL_SEED=7 npx jest test/faults/kill` for a longer run, and to repeat one. */
const KILLS = Number(process.env.KILLS ?? 20);
const SEED = Number(process.env.KILL_SEED ?? randomInt(1_000_000));
const LONGEST_ANSWER_MS = 400;
/** How far time has moved on at the last start, so that every sweep finds what the dead left behind. */
const LATER_MS = 20 * 60_000;

const REST_WITHIN_MS = 60_000 + KILLS * 1000;

const moments = new KillMoments(Random.stream(SEED, 'kills'));
const load = new KillLoad(SEED, KILLS);
const aheadMs = load.startsAt.getTime() - Date.now();

let sink: SmtpSink;
let service: StartedService;
let client: StubbornClient;
let aftermath: Aftermath;
let tokens: Record<string, string>;

async function tokensByRole(): Promise<Record<string, string>> {
  const settings = { production: false, dataDir: service.address.dataDirectory };
  const issuer = await DevelopmentIssuer.open(settings, new SettableClock(load.startsAt));
  const pairs = await Promise.all(
    INVENTED_STAFF.map(async (staff) => [staff.roles[0]!, await issuer.tokenFor(staff)] as const),
  );
  return Object.fromEntries(pairs);
}

/** One life: started, left alone until its moment comes, killed. */
async function liveAndDie(): Promise<void> {
  const started = service.start(pacedEnvironment({ aheadMs })).catch(() => undefined);
  await moments.next(started);
  await service.kill();
  await started;
}

async function get<T>(role: string, path: string): Promise<T> {
  const headers = { authorization: `Bearer ${tokens[role]}` };
  const response = await fetch(`${service.url}/api/v1${path}`, { headers });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}

beforeAll(async () => {
  const delays = Random.stream(SEED, 'sink');
  sink = await SmtpSink.open({
    answersAfterMs: () => delays.between(0, LONGEST_ANSWER_MS),
    onTaken: () => moments.note('email'),
  });
  const env = {
    MESSAGE_CHANNEL: 'smtp',
    SMTP_URL: sink.url,
    SMTP_FROM: 'val@example.org',
    LOG_LEVEL: 'warn',
  };
  service = await StartedService.prepare({ env });
  aftermath = new Aftermath(service.address.superuserUrl);
  tokens = await tokensByRole();
  client = new StubbornClient(service.url, tokens, (sign) => moments.note(sign));
});

afterAll(async () => {
  client.giveUp();
  await service.stop();
  await sink.close();
});

describe(`A service killed ${KILLS} times at its work (seed ${SEED})`, () => {
  it(
    'comes to rest with nothing half done, when everything sent to it was answered',
    async () => {
      const sending = load.send(client);
      sending.catch(() => undefined);
      for (let kill = 1; kill <= KILLS; kill += 1) {
        load.gate.open(kill);
        await liveAndDie();
      }
      await service.start(pacedEnvironment({ aheadMs: aheadMs + LATER_MS }));
      await sending;
      await aftermath.untilIdle(REST_WITHIN_MS);
      expect(await aftermath.contradictions()).toEqual({});
    },
    KILLS * 20_000,
  );

  it('has everything that it said yes to, exactly once', async () => {
    const { files, referrals } = load.answered;
    const kept = await aftermath.rows<{ id: string; rows: number; state: string }>(
      `SELECT id, row_count AS rows, state FROM intake_file
        WHERE feed <> 'direct' AND state NOT IN ('abandoned', 'refused') ORDER BY id`,
    );
    const sent = files.map(({ importId: id, csv }) => ({ id, rows: rowsIn(csv), state: 'finished' }));
    expect(kept).toEqual(sent.sort((one, other) => (one.id < other.id ? -1 : 1)));
    const direct = await aftermath.rows<{ id: string }>(
      `SELECT id FROM referral WHERE pathway <> 'athena'
       UNION ALL SELECT id FROM intake_file WHERE feed = 'direct' ORDER BY id`,
    );
    expect(direct.map(({ id }) => id)).toEqual([...new Set(referrals.map(({ id }) => id))].sort());
  });

  it('has given no message to the mail relay twice, and lost none', async () => {
    expect(await aftermath.disagreements(sink)).toEqual({
      'taken twice': [],
      'taken, but neither sent nor unknown': [],
      'sent, but never taken': [],
    });
    expect(sink.taken.length).toBeGreaterThan(KILLS);
  });

  it('has an audit whose chain holds', async () => {
    const verdict = await get<{ ok: boolean; problems: object[] }>('auditor', '/audit/verification');
    expect(verdict).toMatchObject({ ok: true, problems: [] });
  });

  it(
    'changes nothing when the same files come again',
    async () => {
      const before = await aftermath.digest();
      const again = await load.sendFilesAgain(client);
      await aftermath.untilIdle(REST_WITHIN_MS);
      expect(await aftermath.digest()).toEqual(before);
      const news = await aftermath.rows(
        `SELECT row_number, disposition FROM intake_row
        WHERE file_id = ANY($1::uuid[]) AND disposition NOT IN ('unchanged', 'quarantined', 'rejected')`,
        again,
      );
      expect(news).toEqual([]);
      await reportFigures();
    },
    2 * REST_WITHIN_MS,
  );
});

async function reportFigures(): Promise<void> {
  const states = await aftermath.rows<{ state: string; messages: number }>(
    'SELECT state, count(*)::int AS messages FROM message GROUP BY state ORDER BY state',
  );
  const taken = new Set(sink.taken.map(({ messageId }) => messageId));
  const unknown = await aftermath.rows<{ id: string }>(`SELECT id FROM message WHERE state = 'unknown'`);
  const { files, referrals } = load.answered;
  const { sentAgain, answeredAgain } = client.figures;
  const figures = [
    `seed ${SEED}: ${KILLS} kills; ${files.length} files and ${referrals.length} single referrals answered`,
    `${sentAgain} requests sent again, ${answeredAgain} answers repeated; ${sink.taken.length} emails taken by the relay`,
    `messages ${states.map(({ state, messages }) => `${state} ${messages}`).join(', ')}`,
    `of the unknown ${unknown.filter(({ id }) => taken.has(id)).length} had left`,
  ];
  process.stdout.write(`${figures.join('; ')}\n`);
}
