import type { Dated, FactStatus } from './dated.js';
import type { CodeListFile, CodeRow } from './policy-files.js';

/** One code of a list, on the days it holds. */
export interface ReferenceCode extends Dated {
  code: string;
  label: string;
  attributes: Readonly<Record<string, unknown>>;
  source: string;
  factStatus: FactStatus;
}

/** A code list as it is served and stored. */
export interface ReferenceList {
  name: string;
  title: string;
  codes: readonly ReferenceCode[];
}

/** The codes of a file: its plain lines, with the flags that name them, and its rows. */
export function listOf(file: CodeListFile): ReferenceList {
  const flags = Object.entries(file.flags ?? {}).map(
    ([flag, codes]) => [flag, new Set(codes.split(/\s+/))] as const,
  );
  const flagged = (code: string) =>
    flags.filter(([, codes]) => codes.has(code)).map(([flag]) => [flag, true]);
  const plain = plainCodes(file.codes ?? '').map((row) => ({
    ...row,
    attributes: Object.fromEntries(flagged(row.code)) as Record<string, unknown>,
  }));
  const rows: CodeRow[] = [...plain, ...(file.rows ?? [])];
  const codes = rows.map((row) => ({
    ...row,
    attributes: row.attributes ?? {},
    source: row.source ?? file.source,
    factStatus: row.factStatus ?? file.factStatus,
  }));
  return { name: file.list, title: file.title, codes };
}

/** Reads `CODE label`, one a line; a line that is indented further goes on with the label. */
export function plainCodes(lines: string): { code: string; label: string }[] {
  return lines
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, code = '', label = ''] = /^(\S+) ?(.*)$/.exec(line.trim()) ?? [];
      return { code, label };
    });
}
