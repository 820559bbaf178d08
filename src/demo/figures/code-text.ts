import type { CodeLine } from '../../reporting/victims-code/code-lines.js';
import type { Count } from '../../reporting/victims-code/columns.js';
import type { CodeReport } from '../../reporting/victims-code/victims-code-report.js';

const SECTIONS = { yes: 'Enhanced rights', 'not-assessed': 'Not assessed', no: 'Standard service' };
const COLUMNS = ['fellDue', 'met', 'metLate', 'breached', 'noEvidence', 'notApplicable'] as const;
const HEADS = ['fell due', 'met', 'late', 'breached', 'no evid.', 'excluded'];

/** How the Victims' Code was kept, as a person reads it on a terminal: by crime group, for each status of rights. */
export function codeText({ from, to, sections }: CodeReport): string {
  const lines = sections.flatMap(({ status, total, tables }) => [
    '',
    SECTIONS[status].padEnd(43) + ['rate', 'at least', ...HEADS].map((head) => head.padStart(10)).join(''),
    ...(tables.find(({ dimension }) => dimension === 'cohort')?.lines ?? []).map(row),
    row(total),
  ]);
  return [`Victims’ Code, duties that began ${from} to ${to}`, ...lines].join('\n');
}

function row({ label, rate, lowerBound, counts }: CodeLine): string {
  const shares = [rate, lowerBound].map((share) => percent(share).padStart(10));
  return (
    `  ${label}`.slice(0, 42).padEnd(43) +
    [...shares, ...COLUMNS.map((column) => figure(counts[column]))].join('')
  );
}

function percent(share: CodeLine['rate']): string {
  return typeof share === 'number' ? `${(100 * share).toFixed(1)} %` : (share ?? '-');
}

function figure(count: Count | undefined): string {
  return String(count ?? 0).padStart(10);
}
