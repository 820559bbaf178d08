import { DateTime } from 'luxon';
import type { CodeLists } from '../reference-data/code-lists.js';
import { FEED_FIELDS, type FeedField } from '../reference-data/feeds/feed-fields.js';
import type { FeedMapping } from '../reference-data/feeds/feed-mapping.js';
import { parseDay } from '../platform/validation/day.js';
import { parseFlag } from '../platform/validation/flag.js';
import { parsePoliceInstant } from '../platform/validation/instant.js';
import { parseMoneyPence } from '../platform/validation/money.js';
import type { Parsed } from '../platform/validation/parsed.js';
import { cleanText } from '../platform/validation/text.js';

/** Why a row was not taken in as it stands. */
export interface RowFault {
  disposition: 'rejected' | 'quarantined';
  reasonCode: string;
  field: string | null;
}

/** Thrown by a cell that makes the row unusable or needs a person's look. */
export class RowRefused extends Error {
  constructor(readonly fault: RowFault) {
    super(fault.reasonCode);
  }
}

const LONGEST: Partial<Record<FeedField, number>> = { safeContactNotes: 4000, communicationNeeds: 2000, offenceTitle: 300 };
const LONGEST_ELSE = 200;

/** The cells of one row, read by field through the feed's mapping. Unknown codes are noted and kept as they came. */
export class Cells {
  readonly unknownCodes: string[] = [];

  constructor(
    private readonly mapping: FeedMapping,
    private readonly lists: CodeLists,
    private readonly raw: ReadonlyMap<FeedField, string>,
    private readonly today: Date,
  ) {}

  /** Every cell as received, in the order of our fields: what two versions are compared by. */
  received(...without: FeedField[]): [FeedField, string][] {
    const fields = Object.keys(FEED_FIELDS) as FeedField[];
    return fields.filter((field) => !without.includes(field)).map((field) => [field, (this.raw.get(field) ?? '').trim()]);
  }

  text(field: FeedField): string | null {
    const raw = this.cell(field);
    const text = this.accept(field, cleanText(raw, { max: LONGEST[field] ?? LONGEST_ELSE, lines: field === 'safeContactNotes' }));
    const pattern = this.mapping.patterns[field];
    // The pattern is policy that was checked at start, not input.
    if (text !== null && pattern && !patternOf(pattern).test(text)) this.quarantine(field, `${field}-malformed`);
    return text;
  }

  texts(field: FeedField): string[] {
    const parts = this.cell(field).split(this.mapping.listSeparator);
    return parts.flatMap((part) => this.accept(field, cleanText(part, { max: LONGEST_ELSE })) ?? []);
  }

  /** True, false, or null where nobody answered. */
  flag(field: FeedField): boolean | null {
    return this.accept(field, parseFlag(this.cell(field), this.mapping));
  }

  isSent(field: FeedField): boolean {
    return !this.mapping.neverSends.includes(field);
  }

  /** A code as received; one that its list lacks is noted as unknown, never turned into another. */
  code(field: FeedField): string | null {
    const code = this.text(field);
    if (code !== null) this.look(field, code);
    return code;
  }

  codes(field: FeedField): string[] {
    const codes = this.texts(field);
    codes.forEach((code) => this.look(field, code));
    return codes;
  }

  day(field: FeedField): string | null {
    const raw = this.cell(field).trim();
    return raw === '' ? null : this.accept(field, this.dayIn(raw));
  }

  instant(field: FeedField): Date | null {
    const raw = this.cell(field).trim();
    return raw === '' ? null : this.accept(field, this.instantIn(raw));
  }

  pence(field: FeedField): number | null {
    const raw = this.cell(field).trim();
    return raw === '' ? null : this.accept(field, parseMoneyPence(raw));
  }

  /** Refuses the row for a person to look at; nothing of it is lost. */
  quarantine(field: FeedField, reasonCode: string): never {
    throw new RowRefused({ disposition: 'quarantined', reasonCode, field });
  }

  reject(field: FeedField, reasonCode: string): never {
    throw new RowRefused({ disposition: 'rejected', reasonCode, field });
  }

  private cell(field: FeedField): string {
    const raw = this.raw.get(field) ?? '';
    if (raw.trim() === '') return this.mapping.blankMeans[field] ?? '';
    return this.mapping.values[field]?.[raw.trim()] ?? raw;
  }

  private accept<T>(field: FeedField, parsed: Parsed<T>): T {
    if (parsed.ok) return parsed.value;
    return parsed.code === 'text-control-character' || parsed.code === 'text-not-unicode'
      ? this.reject(field, parsed.code)
      : this.quarantine(field, parsed.code);
  }

  private look(field: FeedField, code: string): void {
    const list = this.mapping.codeLists[field];
    if (list && !this.lists.has(list, code, this.today) && !this.unknownCodes.includes(field)) this.unknownCodes.push(field);
  }

  private dayIn(raw: string): Parsed<string> {
    if (this.mapping.dayFormat === 'iso') return parseDay(raw);
    return parseDay(DateTime.fromFormat(raw, this.mapping.dayFormat, { zone: 'utc' }).toISODate() ?? raw);
  }

  private instantIn(raw: string): Parsed<Date> {
    const { dateTimeFormat, timeZone } = this.mapping;
    const iso = dateTimeFormat === 'iso' ? raw : DateTime.fromFormat(raw, dateTimeFormat, { zone: timeZone }).toISO() ?? raw;
    const hasOffset = /(Z|[+-]\d\d:\d\d)$/.test(iso);
    const parsed = parsePoliceInstant(timeZone === 'UTC' && !hasOffset ? `${iso}Z` : iso, { dayOnly: true });
    return parsed.ok ? { ok: true, value: parsed.value.at } : parsed;
  }
}

const patterns = new Map<string, RegExp>();

function patternOf(text: string): RegExp {
  const known = patterns.get(text) ?? new RegExp(text, 'u');
  patterns.set(text, known);
  return known;
}
