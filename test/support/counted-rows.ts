import { randomUUID } from 'node:crypto';
import type { Somebody } from './people.js';

/** Whatever runs SQL behind row-level security. */
interface RowStore {
  rows<T extends object>(sql: string, ...parameters: unknown[]): Promise<T[]>;
}

/** Puts what reports count into a database, at any time, as the rooms of the service would have left it there. */
export class CountedRows {
  constructor(private readonly store: RowStore) {}

  /** A row about somebody's case. */
  async row(table: string, { caseId, personId }: Somebody, values: Record<string, unknown>): Promise<void> {
    const all: Record<string, unknown> = {
      case_id: caseId,
      person_id: personId,
      restricted: false,
      ...values,
    };
    const names = Object.keys(all);
    const places = names.map((_, index) => `$${index + 1}`).join();
    await this.sql(`INSERT INTO ${table} (${names.join()}) VALUES (${places})`, ...Object.values(all));
  }

  /** Moves somebody's arrival to another instant, and says more of it. */
  async arrived(
    somebody: Somebody,
    at: string,
    more: {
      pathway?: string;
      homeOffice?: string | null;
      occurredAt?: string;
      markers?: Record<string, string>;
    } = {},
  ): Promise<void> {
    const { pathway = 'athena', homeOffice = '028/01', occurredAt = at, markers = {} } = more;
    await this.sql(
      `UPDATE referral SET first_accepted_at = $2, pathway = $3, markers = markers || $4::jsonb WHERE id = $1`,
      ...[somebody.referralId, at, pathway, JSON.stringify(markers)],
    );
    await this.sql('UPDATE support_case SET opened_at = $2 WHERE id = $1', somebody.caseId, at);
    await this.sql('UPDATE task SET created_at = $2 WHERE case_id = $1', somebody.caseId, at);
    await this.sql(
      'UPDATE incident SET home_office_class = $2, occurred_from = $3, reported_at = $3 WHERE id = $1',
      ...[somebody.incidentId, homeOffice, occurredAt],
    );
  }

  async about(somebody: Somebody, values: Record<string, unknown>): Promise<void> {
    const names = Object.keys(values);
    const set = names.map((name, index) => `${name} = $${index + 2}`).join();
    await this.sql(`UPDATE person SET ${set} WHERE id = $1`, somebody.personId, ...Object.values(values));
  }

  async called(
    somebody: Somebody,
    at: string,
    result = 'answered-victim',
    more: { number?: number; wants_support?: boolean } = {},
  ): Promise<void> {
    const isReached = result === 'answered-victim';
    await this.row('contact_attempt', somebody, {
      ...{ id: randomUUID(), referral_id: somebody.referralId, result },
      purpose: more.number === undefined ? 'agreed-call' : 'first-contact',
      safe_to_talk: isReached ? 'yes' : 'not-asked-no-answer',
      ...{ occurred_at: at, recorded_at: at, recorded_by: 'test', ...more },
    });
  }

  /** A completed assessment with the needs that it found. */
  async assessed(somebody: Somebody, at: string, needs: string[] = [], kind = 'needs'): Promise<string> {
    const id = randomUUID();
    await this.row('assessment', somebody, {
      ...{ id, kind, form_code: kind, form_version: 1, answers: '{}', review_due_on: '2031-01-01' },
      ...{ completed_at: at, completed_by: 'test', recorded_at: at },
    });
    for (const category of needs)
      await this.row('assessed_need', somebody, { assessment_id: id, category, is_identified: true });
    return id;
  }

  async planned(somebody: Somebody, at: string): Promise<void> {
    const assessment_id = await this.assessed(somebody, at, [], 'general');
    await this.row('support_plan', somebody, {
      ...{ id: randomUUID(), state: 'active', assessment_id, risk_level: 'standard' },
      ...{ owner: 'dev-coordinator-1', created_at: at, created_by: 'test', updated_at: at },
      ...{ next_check_in_at: '2031-01-01T00:00:00Z', review_due_on: '2031-01-01' },
    });
  }

  /** An exit assessment: of each outcome the result, or the scores at entry and exit. */
  async exited(
    somebody: Somebody,
    at: string,
    results: Record<string, string | [entry: number, exit: number, result: string]>,
    framework = 'MOJ-2018',
  ): Promise<void> {
    const id = randomUUID();
    await this.row('outcome_assessment', somebody, {
      ...{ id, framework, moment: 'exit', reported_by: 'victim' },
      ...{ assessed_at: at, recorded_at: at, recorded_by: 'test' },
    });
    for (const [outcome, said] of Object.entries(results)) {
      const [entry_score, exit_score, result] = typeof said === 'string' ? [null, null, said] : said;
      const scores = { entry_score, exit_score, is_ceiling: entry_score === 5 };
      await this.row('outcome_result', somebody, { assessment_id: id, outcome, result, ...scores });
    }
  }

  async closed(somebody: Somebody, at: string, reason = 'needs-met'): Promise<void> {
    await this.sql(
      `UPDATE support_case SET opened_at = least(opened_at, $2::timestamptz - interval '1 hour'), closed_at = $2, closure_reason = $3
        WHERE id = $1`,
      ...[somebody.caseId, at, reason],
    );
    await this.row('case_closure', somebody, {
      reason,
      closed_at: at,
      closed_by: 'test',
      is_automatic: false,
    });
  }

  /** A referral to an agency; without an answer where none is given. */
  async referredOn(
    somebody: Somebody,
    at: string,
    agency_code: string,
    answer?: 'accepted' | 'declined',
  ): Promise<void> {
    const answered = answer && { acknowledged_at: at, decided_at: at };
    await this.row('agency_referral', somebody, {
      ...{ id: randomUUID(), agency_code, purpose: 'advocacy', kind: 'referral', state: answer ?? 'sent' },
      ...{ sent_at: at, sent_by: 'test', recorded_at: at, updated_at: at },
      ...{ lawful_basis: 'x', protects: 'adult-at-risk', acknowledgement_due_at: at, ...answered },
      ...(answer === 'declined' && { decline_reason: 'no-capacity' }),
    });
  }

  sql(sql: string, ...parameters: unknown[]): Promise<object[]> {
    return this.store.rows(sql, ...parameters);
  }
}
