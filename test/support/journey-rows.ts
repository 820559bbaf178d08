import type { CaseworkApplication } from './casework-application.js';
import type { Somebody } from './people.js';

type Rows = Pick<CaseworkApplication, 'rows' | 'clock'>;

/** Rows of other rooms as those leave them, for tests of what follows from them. */
export class JourneyRows {
  constructor(private readonly casework: Rows) {}

  /** A completed needs assessment: the case is a supported one from now on. */
  needsAssessment(somebody: Somebody): Promise<unknown> {
    return this.insert(
      somebody,
      'assessment',
      'id, kind, form_code, form_version, answers, completed_at, completed_by, recorded_at, review_due_on',
      `gen_random_uuid(), 'needs', 'needs', 1, '{}', ${this.now}, 'dev-coordinator-1', ${this.now}, '2090-01-01'`,
    );
  }

  agencyReferral(somebody: Somebody, state = 'sent'): Promise<unknown> {
    return this.insert(
      somebody,
      'agency_referral',
      'id, kind, agency_code, purpose, lawful_basis, protects, sent_at, sent_by, recorded_at, state, acknowledgement_due_at, updated_at',
      `gen_random_uuid(), 'referral', 'axis', 'counselling', 'vital-interests', 'under-18', ${this.now}, 'dev-coordinator-1', ${this.now}, '${state}', ${this.now}, ${this.now}`,
    );
  }

  safeguardingReferral(somebody: Somebody): Promise<unknown> {
    return this.insert(
      somebody,
      'safeguarding_referral',
      'id, about, concerns, authority, made_at, made_by, recorded_at, acknowledgement_due_at',
      `gen_random_uuid(), 'child', 'case-person', 'E06000019', ${this.now}, 'dev-coordinator-1', ${this.now}, ${this.now}`,
    );
  }

  /** A specialist assessment, which a support plan can answer. */
  async specialistAssessment({ caseId, personId }: Somebody, kind = 'general'): Promise<string> {
    const [row] = await this.casework.rows<{ id: string }>(
      `INSERT INTO assessment (id, case_id, person_id, kind, form_code, form_version, answers, completed_at, completed_by, recorded_at, review_due_on)
       VALUES (gen_random_uuid(), $1, $2, $3, $3, 1, '{}', ${this.now}, 'dev-coordinator-1', ${this.now}, '2090-01-01') RETURNING id`,
      ...[caseId, personId, kind],
    );
    return row!.id;
  }

  /** A call that was tried, or that reached the person. */
  call(somebody: Somebody, result: 'no-answer' | 'answered-victim', number: number): Promise<unknown> {
    const safe = result === 'no-answer' ? 'not-asked-no-answer' : 'yes';
    return this.insert(
      somebody,
      'contact_attempt',
      'id, referral_id, purpose, number, safe_to_talk, result, occurred_at, recorded_at, recorded_by',
      `gen_random_uuid(), '${somebody.referralId}', 'first-contact', ${number}, '${safe}', '${result}', ${this.now}, ${this.now}, 'dev-coordinator-1'`,
    );
  }

  /** An automatic email in a state, planned at an instant. */
  async message(somebody: Somebody, state: string, at = this.casework.clock.now()): Promise<string> {
    const [decision] = await this.casework.rows<{ id: string }>(
      `INSERT INTO contact_decision (id, person_id, restricted, safety_version, decision, reasons, contact_points, decided_at, decided_by)
       VALUES (gen_random_uuid(), $1, false, 1, 'AUTO_OK', '[]', '[]', $2, 'test') RETURNING id`,
      somebody.personId,
      at,
    );
    const [message] = await this.casework.rows<{ id: string }>(
      `INSERT INTO message (id, case_id, person_id, restricted, referral_id, origin, channel, template_code, template_version,
                            language, contact_point_id, decision_id, safety_version, state, planned_at, claimed_at, sent_at, updated_at)
       SELECT gen_random_uuid(), $1, $2, false, $3, 'automatic', 'email', t.code, t.version, t.language, $4, $5, 1, $6, $7, $7, $7, $7
         FROM message_template t WHERE t.channel = 'email' ORDER BY t.code, t.language, t.version LIMIT 1 RETURNING id`,
      ...[somebody.caseId, somebody.personId, somebody.referralId, somebody.emailId, decision!.id, state, at],
    );
    return message!.id;
  }

  /** A task of a kind beside those that the case has. */
  task(somebody: Somebody, kind: string): Promise<unknown> {
    return this.insert(
      somebody,
      'task',
      'id, kind, source, source_id, team, due_at, created_at, created_by',
      `gen_random_uuid(), '${kind}', 'contact', gen_random_uuid(), 'central', ${this.now}, ${this.now}, 'test'`,
    );
  }

  /** Marks the tasks of a case as done. */
  tasksDone({ caseId }: Somebody): Promise<unknown> {
    return this.casework.rows(
      `UPDATE task SET completed_at = created_at, completed_by = 'test', outcome_code = 'done' WHERE case_id = $1`,
      caseId,
    );
  }

  private get now(): string {
    return `'${this.casework.clock.now().toISOString()}'`;
  }

  private insert(
    { caseId, personId }: Somebody,
    table: string,
    names: string,
    values: string,
  ): Promise<unknown> {
    return this.casework.rows(
      `INSERT INTO ${table} (case_id, person_id, restricted, ${names}) VALUES ($1, $2, false, ${values})`,
      caseId,
      personId,
    );
  }
}
