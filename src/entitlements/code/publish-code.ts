import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { serviceActor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { AS_FAR_BACK_AS_ASKED } from '../../reference-data/policy/dated.js';
import { CodeBook } from './code-book.js';

const AGENT = serviceActor('worker', 'publish-code');

/** Brings the tables of the Codes up to `config/victims-code`, before anything counts by them. */
@Injectable()
export class PublishCode implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly book: CodeBook,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.database.inTransaction(AGENT, (tx) => this.publish(tx));
  }

  /** Where rules have changed, every crime is marked, so that its clocks are counted by them. */
  async publish(tx: Transaction): Promise<boolean> {
    const { contentSha256 } = this.book;
    if (await isPublished(tx, contentSha256)) return false;
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('victims-code', 0))`);
    if (await isPublished(tx, contentSha256)) return false;
    await tx.query('DELETE FROM code_rule');
    await tx.query('DELETE FROM code_setting');
    await this.write(tx);
    await tx.query('DELETE FROM code_publication');
    await tx.insert('code_publication', [{ content_sha256: contentSha256, published_at: tx.now }]);
    await tx.query(MARK_ALL, [tx.now]);
    return true;
  }

  private async write(tx: Transaction): Promise<void> {
    const { rules, limits, settings, feeds } = this.book;
    await tx.insert(
      'code_rule',
      rules.map((rule) => ({
        ...{ rule_id: rule.ruleId, effective_from: rule.effectiveFrom, effective_to: rule.effectiveTo },
        ...{ code_version: rule.codeVersion, right_no: rule.rightNo, entitlement: rule.entitlement },
        ...{ who: rule.who, effect: rule.effect, source: rule.source },
        ...{ fact_status: rule.factStatus, fact_note: rule.factNote },
      })),
    );
    await tx.query(WRITE_LIMITS, [JSON.stringify(limits)]);
    await tx.insert(
      'code_setting',
      settings.map((row) => ({
        valid_from: row.validFrom ?? AS_FAR_BACK_AS_ASKED,
        valid_to: row.validTo ?? null,
        ...{ day_ends_at: row.dayEndsAt, starts_on_working_day: row.startsOnWorkingDay },
        ...{ counts_failed_attempt: row.countsFailedAttempt, letter_working_days: row.letterWorkingDays },
        ...{ due_soon_working_days: row.dueSoonWorkingDays },
        ...{ unsafe_review_days: row.unsafeReviewDays, source: row.source },
      })),
    );
    // A row that somebody added while the service ran stays.
    await tx.query(WRITE_FEEDS, [JSON.stringify(feeds)]);
  }
}

async function isPublished(tx: Transaction, contentSha256: string): Promise<boolean> {
  const row = await tx.queryOne('SELECT 1 FROM code_publication WHERE content_sha256 = $1', [contentSha256]);
  return row !== null;
}

const WRITE_LIMITS = `
  INSERT INTO code_limit (rule_id, effective_from, effective_to, limit_code, position, label, triggers, applies_to,
    trigger_outcomes, trigger_sources, trigger_clock, satisfied_by, excluded_by, unit, standard, enhanced, duty_holder,
    feed, counts_from_val, is_window, is_counted, task_kind, task_within,
    task_ahead, until_birthday, fact_status)
  SELECT "ruleId", "effectiveFrom", "effectiveTo", "limitCode", position, label, triggers, "appliesTo",
         "triggerOutcomes", "triggerSources", "triggerClock", "satisfiedBy", "excludedBy", unit, standard, enhanced,
         "dutyHolder", feed, "countsFromVal", "isWindow", "isCounted", task ->> 'kind', task ->> 'within',
         task ->> 'ahead', "untilBirthday", "factStatus"
    FROM jsonb_to_recordset($1::jsonb) AS given("ruleId" text, "effectiveFrom" date, "effectiveTo" date,
      "limitCode" text, position integer, label text, triggers text[], "appliesTo" text[], "triggerOutcomes" text[],
      "triggerSources" text[], "triggerClock" text, "satisfiedBy" jsonb, "excludedBy" text[], unit text,
      standard integer, enhanced integer, "dutyHolder" text, feed text, "countsFromVal" boolean, "isWindow" boolean,
      "isCounted" boolean, task jsonb,
      "untilBirthday" integer, "factStatus" text)`;

const WRITE_FEEDS = `
  INSERT INTO code_feed AS held (feed, valid_from, valid_to, standing, source)
  SELECT feed, "validFrom", "validTo", standing, source
    FROM jsonb_to_recordset($1::jsonb) AS given(feed text, "validFrom" date, "validTo" date, standing text, source text)
  ON CONFLICT (feed, valid_from) DO UPDATE
  SET valid_to = excluded.valid_to, standing = excluded.standing, source = excluded.source`;

const MARK_ALL = `
  INSERT INTO entitlement_mark (incident_id, marked_at)
  SELECT DISTINCT incident_id, $1::timestamptz FROM party WHERE role IN ('victim', 'family-member')
  ON CONFLICT (incident_id) DO NOTHING`;
