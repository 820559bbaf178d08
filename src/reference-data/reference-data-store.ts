import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { toTemplate } from './message-templates.js';
import { AS_FAR_BACK_AS_ASKED } from './policy/dated.js';
import { ReferencePolicy } from './policy/reference-policy.js';
import { rowsOf } from './reference-rows.js';

/** What publishing needs of a transaction. */
export interface PublishingTransaction {
  query<T = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<T[]>;
}

/** A published template version has another text now: it is what people received, so it may not change. */
export class TemplateChanged extends Error {
  constructor(code: string, language: string, version: number) {
    super(
      `config/templates/${code}.${language}.yaml: version ${version} was published and may not change: add a version`,
    );
    this.name = 'TemplateChanged';
  }
}

const FIRST_HOLIDAY_YEAR = 2015;
const HOLIDAY_YEARS_AHEAD = 5;
/** Proclaimed after the year's holidays had been known: the state funeral and the coronation. */
const DECLARED_LATE: readonly Day[] = ['2022-09-19', '2023-05-08'];

/** Stores policy as dated rows, so that reports and audits read what held on a day. */
@Injectable()
export class ReferenceDataStore {
  constructor(
    private readonly policy: ReferencePolicy,
    private readonly clock: Clock,
  ) {}

  /**
   * Brings the tables up to `config/`, all in the given transaction. A code that has gone from its file is ended, not
   * deleted; a holiday that someone added stays. Several processes may start at once.
   *
   * @returns whether anything had changed since the last publication
   * @throws TemplateChanged
   */
  async publish(tx: PublishingTransaction): Promise<boolean> {
    const today = londonDayOf(this.clock.now());
    const throughYear = Math.max(Number(today.slice(0, 4)) + HOLIDAY_YEARS_AHEAD, 2030);
    const content = `${this.policy.contentSha256} ${throughYear}`;
    if (await isPublished(tx, content)) return false;
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('reference-data', 0))`);
    if (await isPublished(tx, content)) return false;
    await this.publishTemplates(tx);
    await this.publishCodes(tx, today);
    await publishHolidays(tx, throughYear, this.clock.now());
    await tx.query(SAVE_CONTENT, [AS_FAR_BACK_AS_ASKED, content]);
    return true;
  }

  private async publishTemplates(tx: PublishingTransaction): Promise<void> {
    const rows = this.policy.templates.flatMap((file) =>
      file.versions.map((version) => {
        const { contentSha256, ...template } = toTemplate(file, version);
        const dates = {
          valid_from: version.validFrom ?? AS_FAR_BACK_AS_ASKED,
          valid_to: version.validTo ?? null,
        };
        return { ...template, ...dates, content_sha256: contentSha256, fact_status: version.factStatus };
      }),
    );
    const [changed] = await tx.query<{ code: string; language: string; version: number }>(CHANGED_TEMPLATES, [
      JSON.stringify(rows),
    ]);
    if (changed) throw new TemplateChanged(changed.code, changed.language, changed.version);
    await tx.query(SAVE_TEMPLATES, [JSON.stringify(rows)]);
  }

  private async publishCodes(tx: PublishingTransaction, today: Day): Promise<void> {
    const rows = JSON.stringify(rowsOf(this.policy));
    await tx.query(END_CODES, [rows, today]);
    await tx.query(SAVE_CODES, [rows]);
  }
}

async function isPublished(tx: PublishingTransaction, content: string): Promise<boolean> {
  const rows = await tx.query<{ label: string }>(
    `SELECT label FROM reference_code WHERE list = 'publication'`,
  );
  return rows[0]?.label === content;
}

async function publishHolidays(tx: PublishingTransaction, throughYear: number, now: Date): Promise<void> {
  // The calendar package takes longer to load than all of config/: only a start that publishes waits for it.
  const { englandAndWalesHolidays } = await import('../platform/working-days/england-and-wales-holidays.js');
  const rows = englandAndWalesHolidays(FIRST_HOLIDAY_YEAR, throughYear).map(({ on, title, source }) => ({
    holiday_on: on,
    name: title,
    source,
    declared_late: DECLARED_LATE.includes(on),
  }));
  await tx.query(SAVE_HOLIDAYS, [JSON.stringify(rows), now]);
}

const CODE_COLUMNS = `list text, code text, label text, attributes jsonb, valid_from date, valid_to date, source text,
  fact_status text`;

const SAVE_CODES = `
  INSERT INTO reference_code AS held (list, code, label, attributes, valid_from, valid_to, source, fact_status)
  SELECT list, code, label, attributes, valid_from, valid_to, source, fact_status
  FROM jsonb_to_recordset($1::jsonb) AS given(${CODE_COLUMNS})
  ON CONFLICT (list, code, valid_from) DO UPDATE
  SET label = excluded.label, attributes = excluded.attributes, valid_to = excluded.valid_to,
      source = excluded.source, fact_status = excluded.fact_status
  WHERE (held.label, held.attributes, held.valid_to, held.source, held.fact_status)
    IS DISTINCT FROM (excluded.label, excluded.attributes, excluded.valid_to, excluded.source, excluded.fact_status)`;

const END_CODES = `
  UPDATE reference_code AS held SET valid_to = greatest(held.valid_from, $2::date - 1)
  WHERE held.valid_to IS NULL AND held.list <> 'publication' AND NOT EXISTS (
    SELECT FROM jsonb_to_recordset($1::jsonb) AS given(${CODE_COLUMNS})
    WHERE (given.list, given.code, given.valid_from) = (held.list, held.code, held.valid_from))`;

const SAVE_CONTENT = `
  INSERT INTO reference_code (list, code, label, attributes, valid_from, source, fact_status)
  VALUES ('publication', 'content', $2, '{}', $1::date, 'config/', 'ours')
  ON CONFLICT (list, code, valid_from) DO UPDATE SET label = excluded.label`;

const TEMPLATE_COLUMNS = `code text, version integer, language text, channel text, subject text, body text,
  content_sha256 text, valid_from date, valid_to date, fact_status text`;

const CHANGED_TEMPLATES = `
  SELECT held.code, held.language, held.version
  FROM message_template AS held
  JOIN jsonb_to_recordset($1::jsonb) AS given(${TEMPLATE_COLUMNS}) USING (code, language, version)
  WHERE held.content_sha256 <> given.content_sha256
  LIMIT 1`;

const SAVE_TEMPLATES = `
  INSERT INTO message_template
    (code, version, language, channel, subject, body, content_sha256, valid_from, valid_to, fact_status)
  SELECT code, version, language, channel, subject, body, content_sha256, valid_from, valid_to, fact_status
  FROM jsonb_to_recordset($1::jsonb) AS given(${TEMPLATE_COLUMNS})
  ON CONFLICT (code, language, version) DO UPDATE
  SET valid_from = excluded.valid_from, valid_to = excluded.valid_to, fact_status = excluded.fact_status`;

const SAVE_HOLIDAYS = `
  WITH saved AS (
    INSERT INTO bank_holiday (holiday_on, name, source, declared_late)
    SELECT holiday_on, name, source, declared_late
    FROM jsonb_to_recordset($1::jsonb) AS given(holiday_on date, name text, source text, declared_late boolean)
    ON CONFLICT (holiday_on) DO NOTHING RETURNING holiday_on)
  INSERT INTO bank_holiday_change (version, holiday_on, change, reason, changed_by, changed_at)
  SELECT (SELECT coalesce(max(version), 0) + 1 FROM bank_holiday_change), holiday_on, 'published',
         'Published with the service', 'service:reference-data', $2::timestamptz
  FROM saved`;
