import { CALLS, INBOUND, MESSAGES } from '../../measures/sources/contacts.js';
import type { SheetRow, Table } from '../definition/sheet-columns.js';
import type { Computing } from './computing.js';
import { STAGES } from './timeliness-stages.js';

const NOT_COUNTED = { attempt_1: '[z]', attempt_2: '[z]', attempt_3: '[z]' } as const;
const MESSAGE_CHANNELS = ['email', 'letter', 'sms'];
const INBOUND_CHANNELS = ['phone', 'live-chat', 'email', 'sms', 'letter', 'in-person'];

/** Contacts by method and direction. */
export async function contactsSheet(computing: Computing): Promise<Table> {
  const [calls] = await computing.tx.query<CallCounts>(CALL_COUNTS, computing.bound([]));
  const { most, ...counts } = calls!;
  computing.facts.attemptsMost = most;
  const messages = await computing.tx.query<ChannelCounts>(MESSAGE_COUNTS, computing.bound([]));
  const inbound = await computing.tx.query<ChannelCounts>(INBOUND_COUNTS, computing.bound([]));
  return computing.definition.table('Contacts', [
    { method: 'phone', direction: 'outbound', ...counts },
    ...listed(computing, 'message-channels', MESSAGE_CHANNELS, messages).map(
      ({ channel, attempts, successful }): SheetRow<'Contacts'> => ({
        ...{ method: channel, direction: 'outbound', attempts, successful, persons_reached: '[x]' },
        ...NOT_COUNTED,
      }),
    ),
    ...listed(computing, 'inbound-channels', INBOUND_CHANNELS, inbound).map(
      ({ channel, attempts, successful, persons }): SheetRow<'Contacts'> => ({
        ...{ method: channel, direction: 'inbound', attempts, successful, persons_reached: persons },
        ...NOT_COUNTED,
      }),
    ),
  ]);
}

/** How long each step took, and how many wait for it at the end. */
export async function timelinessSheet(computing: Computing): Promise<Table> {
  const rows: SheetRow<'Timeliness'>[] = [];
  for (const { stage, targetDays } of computing.definition.file.timeliness) {
    const [taken] = await computing.tx.query<StageFigures>(
      taking(STAGES[stage]!.taken),
      computing.bound([], targetDays ?? null),
    );
    const [waiting] = await computing.tx.query<WaitingFigures>(
      waitingFor(STAGES[stage]!.waiting),
      computing.bound([]),
    );
    rows.push({
      ...{ stage, n: taken!.n, target_days: targetDays ?? '[x]' },
      within_target: targetDays === undefined ? '[x]' : taken!.within,
      median_days: taken!.median ?? '[z]',
      p90_days: taken!.p90 ?? '[z]',
      waiting_at_end: waiting!.n,
      longest_wait: waiting!.longest ?? '[z]',
    });
  }
  return computing.definition.table('Timeliness', rows);
}

type CallCounts = Record<
  'attempts' | 'successful' | 'persons_reached' | 'attempt_1' | 'attempt_2' | 'attempt_3' | 'most',
  number
>;

interface ChannelCounts {
  channel: string;
  attempts: number;
  successful: number;
  persons: number;
}

interface StageFigures {
  n: number;
  within: number;
  median: number | null;
  p90: number | null;
}

interface WaitingFigures {
  n: number;
  longest: number | null;
}

/** Each channel of the list, also one without contacts; one that is on no list is reported. */
function listed(
  computing: Computing,
  list: string,
  channels: string[],
  found: ChannelCounts[],
): ChannelCounts[] {
  const strange = found.filter(({ channel }) => !channels.includes(channel));
  strange.forEach(({ channel, attempts }) => computing.unlisted(list, channel, attempts));
  return channels.map(
    (channel) =>
      found.find((one) => one.channel === channel) ?? { channel, attempts: 0, successful: 0, persons: 0 },
  );
}

const CALL_COUNTS = `
  SELECT count(*)::int AS attempts, count(*) FILTER (WHERE is_reached)::int AS successful,
         count(DISTINCT person_id) FILTER (WHERE is_reached)::int AS persons_reached,
         count(*) FILTER (WHERE number = 1)::int AS attempt_1, count(*) FILTER (WHERE number = 2)::int AS attempt_2,
         count(*) FILTER (WHERE number = 3)::int AS attempt_3, coalesce(max(number), 0)::int AS most
    FROM (${CALLS.rows}) calls`;

const MESSAGE_COUNTS = `
  SELECT channel, count(*)::int AS attempts,
         count(*) FILTER (WHERE state IN ('sent', 'delivered'))::int AS successful, 0 AS persons
    FROM (${MESSAGES.rows}) messages GROUP BY channel ORDER BY channel`;

const INBOUND_COUNTS = `
  SELECT channel, count(*)::int AS attempts, count(*) FILTER (WHERE answered_at IS NOT NULL)::int AS successful,
         count(DISTINCT person_id) FILTER (WHERE answered_at IS NOT NULL)::int AS persons
    FROM (${INBOUND.rows}) inbound GROUP BY channel ORDER BY channel`;

/** `stage` selects `began_at` and `ended_at`, one row for each that ended in the period. */
function taking(stage: string): string {
  return `
  SELECT count(*)::int AS n, count(*) FILTER (WHERE days <= $3::int)::int AS within,
         percentile_disc(0.5) WITHIN GROUP (ORDER BY days) AS median,
         percentile_disc(0.9) WITHIN GROUP (ORDER BY days) AS p90
    FROM (SELECT (ended_at AT TIME ZONE 'Europe/London')::date - (began_at AT TIME ZONE 'Europe/London')::date AS days
            FROM (${stage}) stage) taken`;
}

/** `stage` selects `began_at`, one row for each that waits at the end. The last day is the one before `$2`. */
function waitingFor(stage: string): string {
  return `
  SELECT count(*)::int AS n,
         max(($2::timestamptz AT TIME ZONE 'Europe/London')::date - 1
             - (began_at AT TIME ZONE 'Europe/London')::date) AS longest
    FROM (${stage}) stage WHERE $1::timestamptz IS NOT NULL`;
}
