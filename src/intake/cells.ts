import { DateTime } from 'luxon';
import type { CodeLists } from '../reference-data/code-lists.js';
import { type FeedField, fieldsOf, type RowsOfFeed } from '../reference-data/feeds/feed-fields.js';
import type { FeedMapping } from '../reference-data/feeds/feed-mapping.js';
import { parseDay } from '../platform/validation/day.js';
import { parseFlag } from '../platform/validation/flag.js';
import { parsePoliceInstant, type PoliceInstant } from '../platform/validation/instant.js';
import { parseMoneyPence } from '../platform/validation/money.js';
import type { Parsed } from '../platform/validation/parsed.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import { cleanText, isPlainText } from '../platform/validation/text.js';

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

const LONGEST: Partial<Record<FeedField, number>> = {
  safeContactNotes: 4000,
  communicationNeeds: 2000,
  offenceTitle: 300,
};
const LONGEST_ELSE = 200;
/** Answers that, unreadable, may have been a no. */
const ANSWERED: FeedField[] = ['victimSupport', 'victimAwareReported'];
/** A moved time of update, or another run of the extract, is the same content. */
const NOT_COMPARED: FeedField[] = ['extractId', 'lastUpdatedDateTime'];
const COMPARED = {
  referrals: comparedOf('referrals'),
  'justice-events': comparedOf('justice-events'),
};

function comparedOf(rows: RowsOfFeed): FeedField[] {
  return fieldsOf({ rows }).filter((field) => !NOT_COMPARED.includes(field));
}

/** The cells of one row, read by field through the feed's mapping. Unknown codes are noted and kept as they came. */
export class Cells {
  readonly unknownCodes: string[] = [];

  constructor(
    private readonly mapping: FeedMapping,
    private readonly lists: CodeLists,
    private readonly raw: ReadonlyMap<FeedField, string>,
    private readonly today: Day,
    /** A person looked at the row: what would hold it is taken as unknown instead. */
    private readonly isReleased = false,
  ) {}

  /** What was received, in the order of our fields: what two versions are compared by. */
  received(): [FeedField, string][] {
    const received: [FeedField, string][] = [];
    for (const field of COMPARED[this.mapping.rows ?? 'referrals']) {
      const cell = this.raw.get(field)?.trim();
      if (cell) received.push([field, cell]);
    }
    return received;
  }

  /** Rejects the row where a cell holds what no text may hold. */
  mustBeText(): void {
    for (const [field, raw] of this.raw) if (raw.includes('\0')) this.reject(field, 'text-control-character');
  }

  isBlank(field: FeedField): boolean {
    const cell = this.cell(field);
    if (cell === '') return true;
    const text = cleanText(cell, { max: Infinity, lines: true });
    return text.ok && text.value === null;
  }

  text(field: FeedField): string | null {
    const hasLines = field === 'safeContactNotes' || field === 'communicationNeeds';
    const raw = this.cell(field);
    if (raw === '') return null;
    const text = this.cleaned(field, raw, LONGEST[field] ?? LONGEST_ELSE, hasLines);
    const pattern = this.mapping.patterns[field];
    // The pattern is policy that was checked at start, not input.
    const isMalformed = text !== null && pattern !== undefined && !patternOf(pattern).test(text);
    if (isMalformed && !this.isReleased) this.quarantine(field, `${field}-malformed`);
    return text;
  }

  texts(field: FeedField): string[] {
    if (this.cell(field) === '') return [];
    const parts = this.cell(field).split(this.mapping.listSeparator);
    return parts.flatMap((part) => this.cleaned(field, part, LONGEST_ELSE, false) ?? []);
  }

  /** True, false, or null where nobody answered. */
  flag(field: FeedField): boolean | null {
    const { yes, no, values } = this.mapping;
    const words = values[field] ? { yes: [...yes, 'yes'], no: [...no, 'no'] } : { yes, no };
    return this.accept(field, parseFlag(this.cell(field), words));
  }

  /** As `flag`; an answer that a released row left unreadable is noted as unknown. */
  flagOrUnknown(field: FeedField): boolean | null {
    const flag = this.flag(field);
    if (flag === null && !this.isBlank(field)) this.noteUnknown(field);
    return flag;
  }

  /** Notes that what stands in the field is not known. */
  noteUnknown(field: FeedField): void {
    if (!this.unknownCodes.includes(field)) this.unknownCodes.push(field);
  }

  /** Fields whose code or answer came and was understood; to be asked once all were read. */
  understood(): FeedField[] {
    const coded = [...(Object.keys(this.mapping.codeLists) as FeedField[]), ...ANSWERED];
    return coded.filter((field) => !this.isBlank(field) && !this.unknownCodes.includes(field));
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

  /** A day that the calendar may lack: what it is, or why it is none. */
  doubtfulDay(field: FeedField): Parsed<string> | null {
    const raw = this.cell(field).trim();
    return raw === '' ? null : this.dayIn(raw);
  }

  instantOrReject(field: FeedField, reasonCode: string): Date {
    const parsed = this.instantIn(this.cell(field).trim());
    return parsed.ok ? parsed.value : this.reject(field, reasonCode);
  }

  instant(field: FeedField): Date | null {
    const raw = this.cell(field).trim();
    return raw === '' ? null : this.accept(field, this.instantIn(raw));
  }

  /** As `instant`, with whether only the day was given. */
  instantOrDay(field: FeedField): PoliceInstant | null {
    const raw = this.cell(field).trim();
    return raw === '' ? null : this.accept(field, this.policeInstantIn(raw));
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

  private cleaned(field: FeedField, raw: string, max: number, lines: boolean): string | null {
    if (isPlainText(raw, max)) return raw;
    const spaced = lines
      ? raw.replace(/\r\n?/g, '\n').replace(/[\v\f]/g, ' ')
      : raw.replace(/[\t\n\v\f\r]+/g, ' ');
    const text = cleanText(spaced, { max, lines });
    if (text.ok || !this.isReleased) return this.accept(field, text);
    const shortened = Array.from(spaced.replace(/[^\P{C}\n\t]/gu, ' ').trim())
      .slice(0, max)
      .join('');
    return shortened === '' ? null : shortened;
  }

  private accept<T>(field: FeedField, parsed: Parsed<T>): T | null {
    if (parsed.ok) return parsed.value;
    return this.isReleased ? null : this.quarantine(field, parsed.code);
  }

  private look(field: FeedField, code: string): void {
    const list = this.mapping.codeLists[field];
    if (list && !this.lists.has(list, code, this.today)) this.noteUnknown(field);
  }

  private dayIn(raw: string): Parsed<string> {
    if (this.mapping.dayFormat === 'iso') return parseDay(raw);
    return parseDay(DateTime.fromFormat(raw, this.mapping.dayFormat, { zone: 'utc' }).toISODate() ?? raw);
  }

  private instantIn(raw: string): Parsed<Date> {
    const parsed = this.policeInstantIn(raw);
    return parsed.ok ? { ok: true, value: parsed.value.at } : parsed;
  }

  private policeInstantIn(raw: string): Parsed<PoliceInstant> {
    const { dateTimeFormat, timeZone } = this.mapping;
    const iso =
      dateTimeFormat === 'iso'
        ? raw
        : (DateTime.fromFormat(raw, dateTimeFormat, { zone: timeZone }).toISO() ?? raw);
    const hasOffset = /(Z|[+-]\d\d:\d\d)$/.test(iso);
    return parsePoliceInstant(timeZone === 'UTC' && !hasOffset ? `${iso}Z` : iso, { dayOnly: true });
  }
}

const patterns = new Map<string, RegExp>();

function patternOf(text: string): RegExp {
  const known = patterns.get(text) ?? new RegExp(text, 'u');
  patterns.set(text, known);
  return known;
}
