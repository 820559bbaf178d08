import {
  type HoldingReason,
  linesOf,
  type PanelFigures,
  type PanelLine,
} from '../reporting/panel/panel-figures.js';
import { PUBLISHED_2019 } from './published-2019.js';

const REASONS_SHOWN = 15;
const PUBLISHED: Record<string, number> = PUBLISHED_2019.lines;

/** Lines of the computed report that differ from the published ones. */
export function differences(report: PanelFigures): string[] {
  const computed = new Map(linesOf(report).map((line) => [line.code, line.value]));
  return Object.entries(PUBLISHED)
    .filter(([code, value]) => computed.get(code) !== value)
    .map(([code, value]) => `${code}: computed ${computed.get(code) ?? 'nothing'}, published ${value}`);
}

/** The report as a person reads it on a terminal, published figures beside the computed ones. */
export function reportText(report: PanelFigures): string {
  const total = report.referrals.find((line) => line.code === 'referrals.total')!.value;
  const [phoned] = report.phone;
  const [supported] = report.support;
  return [
    `Panel report, ${report.from} to ${report.to} (${report.days} days)`,
    ...published('Referrals by pathway', report.referrals),
    ...shares('Automatic contact', 'referrals', report.automaticContact, total),
    ...reasons(report),
    ...published('Victims contacted by phone', report.phone),
    ...published('Support', report.support),
    `  Supported, of those contacted by phone`.padEnd(52) +
      share(supported!.value, phoned!.value).padStart(10),
    ...published('Agencies', [report.agencyReferrals]),
    ...report.agencies.map(({ label, sent }) => `    ${label}`.slice(0, 51).padEnd(52) + figure(sent)),
    ...published('Outcomes (a case may have several)', report.outcomes),
    ...definitions(report),
    'The people, crimes and figures behind this report are invented; the published lines are those of the VAL report',
    'to the West Mercia Police and Crime Panel, 10 September 2019, paras 12 to 19. That every directly referred person',
    'is another person and was reached is an assumption of the scenario.',
  ].join('\n');
}

function published(heading: string, lines: readonly PanelLine[]): string[] {
  return [
    '',
    heading.padEnd(52) + 'computed'.padStart(10) + 'published'.padStart(11),
    ...lines.map((line) => row(line) + String(PUBLISHED[line.code] ?? '-').padStart(11)),
  ];
}

function shares(heading: string, unit: string, lines: readonly PanelLine[], total: number): string[] {
  return [
    '',
    heading.padEnd(52) + unit.padStart(10) + 'share'.padStart(11),
    ...lines.map((line) => row(line) + share(line.value, total).padStart(11)),
  ];
}

function reasons({ holdingReasons }: PanelFigures): string[] {
  return [
    '',
    'Why the rest were not contacted by machine'.padEnd(52) +
      'gravest'.padStart(10) +
      'mentioned'.padStart(11),
    ...holdingReasons.slice(0, REASONS_SHOWN).map(reasonRow),
    ...rest(holdingReasons.slice(REASONS_SHOWN)),
  ];
}

function definitions(report: PanelFigures): string[] {
  const shown = linesOf(report).filter(({ code }) => code in PUBLISHED);
  return [
    '',
    'What each line counts',
    ...shown.map(({ label, definition }) => `  ${label}: ${definition}`),
    '',
  ];
}

function row(line: PanelLine): string {
  return `  ${line.label}`.padEnd(52) + figure(line.value);
}

function figure(value: number): string {
  return String(value).padStart(10);
}

function reasonRow({ reason, gravest, mentioned }: HoldingReason): string {
  return `  ${reason}`.padEnd(52) + figure(gravest) + String(mentioned).padStart(11);
}

function rest(hidden: HoldingReason[]): string[] {
  if (hidden.length === 0) return [];
  const gravest = hidden.reduce((sum, item) => sum + item.gravest, 0);
  return [`  ${hidden.length} other reasons`.padEnd(52) + figure(gravest)];
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}
