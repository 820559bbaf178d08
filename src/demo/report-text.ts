import type { HoldingReason, PanelFigures, PanelLine } from '../reporting/panel/panel-report.js';
import { PUBLISHED_2019 } from './published-2019.js';

const REASONS_SHOWN = 15;

/** Lines of the computed report that differ from the published ones. */
export function differences(report: PanelFigures): string[] {
  const published: Record<string, number> = PUBLISHED_2019.lines;
  return report.referrals
    .filter((line) => published[line.code] !== line.value)
    .map((line) => `${line.label}: computed ${line.value}, published ${published[line.code]}`);
}

/** The report as a person reads it on a terminal, published figures beside the computed ones. */
export function reportText(report: PanelFigures): string {
  const published: Record<string, number> = PUBLISHED_2019.lines;
  const total = report.referrals.find((line) => line.code === 'referrals.total')!.value;
  return [
    `Panel report, ${report.from} to ${report.to} (${report.days} days)`,
    '',
    'Referrals by pathway'.padEnd(52) + 'computed'.padStart(10) + 'published'.padStart(11),
    ...report.referrals.map((line) => row(line) + String(published[line.code]).padStart(11)),
    '',
    'Automatic contact'.padEnd(52) + 'referrals'.padStart(10) + 'share'.padStart(11),
    ...report.automaticContact.map((line) => row(line) + share(line.value, total).padStart(11)),
    '',
    'Why the rest were not contacted by machine'.padEnd(52) +
      'gravest'.padStart(10) +
      'mentioned'.padStart(11),
    ...report.holdingReasons.slice(0, REASONS_SHOWN).map(reasonRow),
    ...rest(report.holdingReasons.slice(REASONS_SHOWN)),
    '',
    `Definitions: ${report.referrals[0]!.definition}`,
    'The people, crimes and figures behind this report are invented; the published lines are those of the VAL report',
    'to the West Mercia Police and Crime Panel, 10 September 2019, para 12.',
  ].join('\n');
}

function row(line: PanelLine): string {
  return `  ${line.label}`.padEnd(52) + String(line.value).padStart(10);
}

function reasonRow({ reason, gravest, mentioned }: HoldingReason): string {
  return `  ${reason}`.padEnd(52) + String(gravest).padStart(10) + String(mentioned).padStart(11);
}

function rest(reasons: HoldingReason[]): string[] {
  if (reasons.length === 0) return [];
  const gravest = reasons.reduce((sum, item) => sum + item.gravest, 0);
  return [`  ${reasons.length} other reasons`.padEnd(52) + String(gravest).padStart(10)];
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}
