import { randomUUID } from 'node:crypto';
import { addDays } from '../../src/platform/working-days/calendar-days.js';
import type { CaseworkApplication } from './casework-application.js';
import type { Somebody } from './people.js';

/** What a test wants to be special about a victim. */
export interface VictimWanted {
  cohorts?: string[];
  age?: number | null;
}

/** What a test wants to be special about a clock. */
export interface ClockWanted {
  on: string;
  state?: 'met' | 'met-late' | 'breached' | 'no-evidence' | 'pending' | 'not-applicable';
  /** Of enhanced rights, when it started; the same now unless given. */
  status?: 'yes' | 'no' | 'not-assessed';
  statusNow?: 'yes' | 'no' | 'not-assessed';
  bases?: string[];
  rule?: string;
  limit?: string;
  right?: string;
  holder?: string;
  feed?: string;
  /** Working days; null: a duty without a limit. */
  limits?: [standard: number, enhanced: number] | null;
  /** On which calendar day after the start it was satisfied, where it was; of `met` 1 and of `met-late` 30. */
  satisfiedAfter?: number;
  reported?: 'told' | 'not-told' | 'not-sure';
  quality?: Record<string, string>;
  isCounted?: boolean;
}

const COVERED = ['breached', 'met', 'met-late'];

/** Writes victims and clocks into the tables of the entitlements, as their own room would. */
export class CodeClocks {
  constructor(private readonly casework: CaseworkApplication) {}

  async victim({ cohorts = ['burglary'], age = 30 }: VictimWanted = {}): Promise<Somebody> {
    const somebody = await this.casework.people.add();
    await this.casework.rows(
      `INSERT INTO entitlement_victim (party_id, person_id, incident_id, case_id, referral_id, is_organisation, groups,
                                       cohorts, age_at_offence)
       VALUES ($1, $2, $3, $4, $5, false, '{everyone}', $6, $7)`,
      ...[somebody.partyId, somebody.personId, somebody.incidentId, somebody.caseId, somebody.referralId],
      ...[cohorts, age],
    );
    return somebody;
  }

  /** Adds clocks of a victim, the given number of each; answers their ids. */
  async add(victim: Somebody, wanted: ClockWanted, times = 1): Promise<string[]> {
    const made = Array.from({ length: times }, () => rowsOf(victim, wanted));
    await this.insert(
      'justice_event',
      made.flatMap(({ events }) => events),
    );
    await this.insert(
      'entitlement_clock',
      made.map(({ clock }) => clock),
    );
    return made.map(({ clock }) => clock.id as string);
  }

  /** All have the columns of the first. */
  private async insert(table: string, rows: Row[]): Promise<void> {
    const names = Object.keys(rows[0]!).join();
    const sql = `INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_populate_recordset(NULL::${table}, $1)`;
    await this.casework.rows(sql, JSON.stringify(rows));
  }
}

type Row = Record<string, unknown>;

function rowsOf(victim: Somebody, wanted: ClockWanted): { events: Row[]; clock: Row } {
  const { state = 'met', status = 'yes', on } = wanted;
  const start = eventOf(victim, 'suspect.arrested', on, null);
  const satisfiedOn =
    state === 'met' || state === 'met-late'
      ? addDays(on, wanted.satisfiedAfter ?? (state === 'met' ? 1 : 30))
      : null;
  const answer = satisfiedOn && eventOf(victim, 'victim.informed', satisfiedOn, wanted.quality ?? null);
  const bases = (of: string) => (of === 'yes' ? (wanted.bases ?? ['domestic-abuse']) : []);
  const statusNow = wanted.statusNow ?? status;
  const limits = wanted.limits === undefined ? ([5, 1] as const) : wanted.limits;
  const due = state === 'pending' ? '2099-01-02' : addDays(on, 10);
  const clock: Row = {
    ...{ id: randomUUID(), person_id: victim.personId, restricted: false, party_id: victim.partyId },
    ...{ incident_id: victim.incidentId, case_id: victim.caseId },
    ...{ rule_id: wanted.rule ?? '15-ARR', rule_from: '2015-11-16', limit_code: wanted.limit ?? 'main' },
    ...{ code_version: '2015', right_no: wanted.right ?? 'Ch.2 Pt A' },
    ...{ duty_holder: wanted.holder ?? 'POLICE', feed: wanted.feed ?? 'police' },
    ...{ is_counted: wanted.isCounted ?? true, start_kind: 'suspect.arrested', start_event_id: start.id },
    ...{ started_at: `${on}T12:00:00Z`, started_on: on, is_start_known: true },
    ...{
      status_at_start: status,
      bases_at_start: bases(status),
      status_now: statusNow,
      bases_now: bases(statusNow),
    },
    ...{ unit: limits && 'working-day', limit_standard: limits?.[0], limit_enhanced: limits?.[1] },
    ...{
      due_standard_on: limits && due,
      due_enhanced_on: limits && (limits[0] === limits[1] ? due : addDays(due, -6)),
    },
    ...{ soon_standard_on: limits && due, soon_enhanced_on: limits && due, due_on: limits && due },
    ...{ satisfied_at: satisfiedOn && `${satisfiedOn}T12:00:00Z`, satisfied_on: satisfiedOn },
    ...{ satisfied_by: satisfiedOn && 'victim.informed', satisfied_event_id: answer ? answer.id : null },
    ...{ victim_reported: wanted.reported ?? null, victim_reported_at: wanted.reported && `${on}T13:00:00Z` },
    ...{ victim_report_event_id: wanted.reported && start.id },
    ...{
      excluded_reason: state === 'not-applicable' ? 'declined' : null,
      feed_covers: COVERED.includes(state),
    },
    ...{ calendar_version: 0, counted_at: `${on}T13:00:00Z` },
  };
  return { events: answer ? [start, answer] : [start], clock };
}

function eventOf(victim: Somebody, kind: string, on: string, quality: Record<string, string> | null): Row {
  const id = randomUUID();
  return {
    ...{ id, original_id: id, incident_id: victim.incidentId, kind, source: 'police', recorded_by: 'test' },
    ...{
      occurred_at: `${on}T12:00:00Z`,
      precision: 'instant',
      recorded_at: `${on}T12:00:00Z`,
      quality,
      withdrawn: false,
    },
  };
}
