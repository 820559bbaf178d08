import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import type { CubeRow, LimitKind } from './clock-cube.js';
import { rightOf } from './dimensions.js';

/** A limit of a rule in words, and what is known of it. */
export interface RuleWords {
  /** The key of its line. */
  key: string;
  ruleId: string;
  limitCode: string;
  codeVersion: string;
  right: string;
  entitlement: string;
  label: string;
  unit: 'working-day' | 'month' | null;
  standard: number | null;
  enhanced: number | null;
  limitKind: LimitKind;
  source: string;
  factStatus: 'certain' | 'likely' | 'unknown';
  /** Numbers of the footnotes about it. */
  footnotes: number[];
}

export interface Footnote {
  number: number;
  text: string;
}

/** What a duty holder's records can show, as `config/victims-code/settings.yaml` says. */
interface FeedRow {
  feed: string;
  validFrom: string;
  validTo: string | null;
  standing: 'covered' | 'not-lawful';
  source: string;
}

interface RuleRow extends Omit<RuleWords, 'key' | 'right' | 'limitKind' | 'footnotes'> {
  factNote: string | null;
}

/** The words of the rules that were counted, and what a reader has to know of them. */
@Injectable()
export class CodeWords {
  async of(
    tx: Transaction,
    rows: readonly CubeRow[],
  ): Promise<{ rules: RuleWords[]; footnotes: Footnote[] }> {
    const counted = new Map(rows.map((row) => [`${row.ruleId}/${row.limitCode}`, row]));
    const found = await tx.query<RuleRow>(RULES, [[...counted.keys()]]);
    const feeds = await tx.query<FeedRow>(FEEDS, [[...new Set(rows.map(({ feed }) => feed))].sort()]);
    const notes = new Footnotes();
    readings(await tx.query<{ text: string }>(READINGS)).forEach((text) => notes.add(text));
    const rules = found.map((row) => wordsOf(row, counted, notes));
    feedNotes(feeds, rows).forEach((text) => notes.add(text));
    return { rules, footnotes: notes.all };
  }
}

class Footnotes {
  readonly all: Footnote[] = [];

  /** The number of a footnote; the same text is one footnote. */
  add(text: string): number {
    const known = this.all.find((note) => note.text === text);
    if (known) return known.number;
    this.all.push({ number: this.all.length + 1, text });
    return this.all.length;
  }
}

const NO_LIMIT =
  'No time limit was found for this duty. It is counted as shown or not shown, never as late, and is in no rate.';

function wordsOf(row: RuleRow, counted: ReadonlyMap<string, CubeRow>, notes: Footnotes): RuleWords {
  const { factNote, ...rule } = row;
  const key = `${rule.ruleId}/${rule.limitCode}`;
  const footnotes: number[] = [];
  const said = [factNote && `${factNote}.`, `Source: ${rule.source}.`].filter(Boolean).join(' ');
  if (rule.factStatus !== 'certain')
    footnotes.push(notes.add(`${rule.ruleId}: not verified (${rule.factStatus}). ${said}`));
  else if (factNote !== null) footnotes.push(notes.add(`${rule.ruleId}: ${said}`));
  if (rule.unit === null) footnotes.push(notes.add(NO_LIMIT));
  // As its clocks were counted, so that the rules of a right add up to it.
  const { limitKind } = counted.get(key)!;
  return { key, ...rule, right: rightOf(counted.get(key)!), limitKind, footnotes };
}

/** One sentence a feed: what its silence means. */
function feedNotes(feeds: readonly FeedRow[], rows: readonly CubeRow[]): string[] {
  return [...new Set(rows.map(({ feed }) => feed))].sort().map((feed) => {
    const own = feeds.filter((row) => row.feed === feed);
    if (own.length === 0)
      return `Records of ${feed}: none come to the service. A duty past its day without evidence counts as no evidence, never as breached.`;
    return own.map(feedSentence).join(' ');
  });
}

function feedSentence({ feed, validFrom, validTo, standing, source }: FeedRow): string {
  const span = `from ${validFrom}${validTo === null ? '' : ` to ${validTo}`}`;
  if (standing === 'not-lawful')
    return `Records of ${feed}: not to be had by law ${span}; such duties are out of the count. Source: ${source}.`;
  return `Records of ${feed}: complete ${span}, so that silence counts as breached. Source: ${source}.`;
}

function readings(rows: readonly { text: string }[]): string[] {
  return [
    'Duties are counted by the day on which their clock began, once for each victim. Each is judged by what was known of the victim’s enhanced rights on that day.',
    'A rate is what was met in time out of what fell due and can be judged: met, met late or breached. The lower bound is what was met in time out of all that fell due: nothing unrecorded counts as met.',
    'What a victim reports stands beside what agencies record, and never counts as met.',
    'Duties towards victims whom nobody assessed are in no rate. They stand in a section of their own.',
    ...rows.map(({ text }) => text),
  ];
}

const RULES = `
  SELECT DISTINCT ON (r.rule_id, l.limit_code) r.rule_id AS "ruleId", l.limit_code AS "limitCode",
         r.code_version AS "codeVersion", r.entitlement, l.label, l.unit, l.standard,
         l.enhanced, r.source, r.fact_note AS "factNote",
         CASE WHEN 'unknown' IN (r.fact_status, l.fact_status) THEN 'unknown'
              WHEN 'likely' IN (r.fact_status, l.fact_status) THEN 'likely' ELSE 'certain' END AS "factStatus"
    FROM code_rule r JOIN code_limit l ON l.rule_id = r.rule_id AND l.effective_from = r.effective_from
   WHERE r.rule_id || '/' || l.limit_code = ANY ($1::text[])
   ORDER BY r.rule_id, l.limit_code, r.effective_from DESC`;

const FEEDS = `
  SELECT feed, valid_from::text AS "validFrom", valid_to::text AS "validTo", standing, source
    FROM code_feed WHERE feed = ANY ($1::text[]) ORDER BY feed, valid_from`;

const READINGS = `
  SELECT 'Points that neither Code settles are read as follows'
      || CASE WHEN valid_from > '1900-01-01' THEN ' from ' || valid_from ELSE '' END
      || ': an event counts as of '
      || CASE WHEN day_ends_at IS NULL THEN 'its own day until midnight'
              ELSE 'the next day from ' || to_char(day_ends_at, 'HH24:MI') || ' on' END
      || CASE WHEN starts_on_working_day THEN ', on a day that is no working day as of the next' ELSE '' END
      || CASE WHEN counts_failed_attempt THEN '; an attempt that reached nobody counts as telling'
              ELSE '; an attempt that reached nobody is no telling' END
      || CASE letter_working_days WHEN 0 THEN '; a letter counts when it is posted. '
              ELSE '; a letter counts ' || letter_working_days || ' working days after it is posted. ' END
      || source || '.' AS text
    FROM code_setting ORDER BY valid_from`;
