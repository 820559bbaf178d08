import { spelledOut } from '../../../platform/working-days/calendar-days.js';
import { londonDayOf } from '../../../platform/working-days/london-days.js';
import { type Html, html } from '../../page/html.js';
import { reportPage } from '../../page/report-page.js';
import type { CodeLine, CodeSection, CodeTable } from '../code-lines.js';
import type { Status } from '../clock-cube.js';
import { HIDDEN } from '../columns.js';
import { type DimensionCode, STATUS_LABELS } from '../dimensions.js';
import type { CodeReport } from '../victims-code-report.js';
import { CHART_STYLE, outcomeBar, rateChart } from './charts.js';
import { figure, percent, table, together } from './figures.js';
import { noLimits, qualityAndVoice } from './code-page-quality.js';

const TITLE = 'Victims’ Code: enhanced rights and how they were kept';
const MOST_WORST = 8;

/** The report as a page to be read in five minutes: what was kept, by whom, what was worst, and what cannot be said. */
export function codePage(report: CodeReport): string {
  const [enhanced, notAssessed, standard] = (['yes', 'not-assessed', 'no'] as const).map((status) =>
    sectionFor(report, status),
  ) as [CodeSection, CodeSection, CodeSection];
  return reportPage(
    TITLE,
    subtitle(report),
    [
      headline(enhanced),
      ...keptBy(enhanced),
      worst(enhanced, report),
      cannotBeSaid(enhanced, notAssessed, report),
      qualityAndVoice(enhanced, report),
      noLimits(enhanced),
      unassessed(notAssessed),
      standardService(standard),
      everyCount(report),
      footnotes(report),
    ],
    CHART_STYLE,
  );
}

function sectionFor({ sections }: CodeReport, status: Status): CodeSection {
  return sections.find((section) => section.status === status)!;
}

function subtitle({ from, to, days, asOf, published, suppressedBelow }: CodeReport): string {
  const as = spelledOut(londonDayOf(new Date(asOf)));
  const stored =
    published === null
      ? 'Every count is shown: not for passing on.'
      : `Published table, version ${published.version}. ${HIDDEN}: a count of 1 to ${suppressedBelow! - 1}, or one by which such a count, or a change by as little, could be worked out.`;
  return `Duties whose clock began ${from} to ${to} (${days} days, both included), as known on ${as}. ${stored}`;
}

function headline({ total }: CodeSection): Html {
  const { counts, rate, lowerBound } = total;
  if (counts.total === 0)
    return html`<p>No duty towards a victim with enhanced rights began in this period.</p>`;
  return html`<h2>Enhanced rights: kept in time</h2>
    <div class="headline">
      <strong>${percent(rate)}</strong>
      <p>
        of the duties that fell due and can be judged were met in time: ${figure(counts.met)} of
        ${figure(counts.judged)}. <b>At least ${percent(lowerBound)}</b> of all ${figure(counts.fellDue)} that
        fell due: of ${figure(counts.noEvidence)} there is no evidence either way.
      </p>
    </div>
    ${outcomeBar(total)}`;
}

const KEPT_BY: readonly [DimensionCode, string][] = [
  ['limitKind', 'Shorter limits, and limits that are the same for everyone'],
  ['cohort', 'By crime group'],
  ['dutyHolder', 'By duty holder'],
  ['basisGroup', 'By basis of enhanced rights'],
  ['ageBand', 'By age at the time of the offence'],
];

function keptBy(section: CodeSection): Html[] {
  const legend = html`<p class="notes">
    Dark bar: met in time out of all that fell due (the lower bound). Light bar: up to the rate, out of what
    can be judged. Wherever the bar is mostly light, evidence is missing.
  </p>`;
  return KEPT_BY.map(
    ([dimension, title], index) =>
      html`<h3>${title}</h3>
        ${index === 0 ? legend : null} ${rates(title, linesOf(section, dimension), true)}`,
  );
}

const TOO_SMALL = html`<p class="notes">Every rate rests on small counts, and is hidden.</p>`;

function rates(title: string, lines: readonly CodeLine[], isHeaded = false): Html {
  const withLimits = lines.filter(({ counts }) => counts.fellDue !== 0);
  const others = lines.filter(({ counts }) => counts.fellDue === 0).map(({ label }) => label);
  if (withLimits.length === 0) return html`<p>Nothing fell due.</p>`;
  return html`${isHeaded ? null : html`<h3>${title}</h3>`}
  ${withLimits.some(({ rate }) => rate !== HIDDEN) ? rateChart(title, withLimits) : TOO_SMALL}
  ${countTable(`${title}: the counts`, withLimits)}
  ${others.length === 0 ? null : html`<p class="notes">Nothing fell due: ${others.join('; ')}.</p>`}`;
}

function linesOf({ tables }: CodeSection, dimension: DimensionCode): CodeLine[] {
  return tables.find((one) => one.dimension === dimension)?.lines ?? [];
}

/** Rates that are known and below the whole, the lowest first. */
function worst(section: CodeSection, report: CodeReport): Html {
  const ranked = linesOf(section, 'rule')
    .filter((line): line is CodeLine & { rate: number } => typeof line.rate === 'number' && line.rate < 1)
    .sort((one, other) => one.rate - other.rate)
    .slice(0, MOST_WORST);
  if (ranked.length === 0)
    return html`<h2>Rules least kept</h2>
      <p>Of no rule that can be shown was anything late or breached.</p>`;
  return html`<h2>Rules least kept, for enhanced rights</h2>
    ${rateChart('Rules least kept', ranked)}
    ${table(
      'Rules least kept',
      ['Rule', 'Limit', 'Met', 'Judged', 'Fell due', 'Rate', 'At least'],
      ranked.map((line) => [
        html`${line.label}${marks(line, report)}`,
        limitOf(line, report),
        figure(line.counts.met),
        figure(line.counts.judged),
        figure(line.counts.fellDue),
        percent(line.rate),
        percent(line.lowerBound),
      ]),
    )}`;
}

function limitOf({ key }: CodeLine, { rules }: CodeReport): string {
  const rule = rules.find((one) => one.key === key);
  if (!rule || rule.unit === null) return 'none';
  const unit = rule.unit === 'month' ? 'month' : 'working day';
  const limit = rule.enhanced === null ? '–' : `${rule.enhanced} ${unit}${rule.enhanced === 1 ? '' : 's'}`;
  return rule.standard === rule.enhanced ? limit : `${limit} (standard: ${rule.standard ?? '–'})`;
}

function marks({ key }: CodeLine, { rules }: CodeReport): Html | null {
  const notes = rules.find((rule) => rule.key === key)?.footnotes ?? [];
  return notes.length === 0 ? null : html` <small>[${notes.join(', ')}]</small>`;
}

function cannotBeSaid(enhanced: CodeSection, notAssessed: CodeSection, { published }: CodeReport): Html {
  const holders = linesOf(enhanced, 'dutyHolder').filter(({ counts }) => counts.noEvidence !== 0);
  const { counts } = enhanced.total;
  return html`<h2>What cannot be said</h2>
    <p>
      Of ${figure(counts.fellDue)} duties that fell due, ${figure(counts.noEvidence)} have passed their day
      and no record that the service gets could show whether they were kept.
      ${figure(together(counts.pending, counts.dueSoon))} are not due yet, and ${figure(counts.notApplicable)}
      applied no more, such as where the victim declined. ${figure(notAssessed.total.counts.total)} duties
      were towards victims of whom nobody knew whether they have enhanced rights: they are in no rate.
      ${published ? null : 'Counts of few people point at them: publish a table for whoever may not know them.'}
    </p>
    ${
      holders.length === 0
        ? null
        : table(
            'No evidence, by duty holder',
            ['Duty holder', 'No evidence', 'Fell due', 'Pending', 'Not applicable'],
            holders.map(({ label, counts }) => [
              label,
              figure(counts.noEvidence),
              figure(counts.fellDue),
              figure(together(counts.pending, counts.dueSoon)),
              figure(counts.notApplicable),
            ]),
          )
    }
    ${changed(enhanced, notAssessed)}`;
}

/** Where the status as known at the start is not the one known now. */
function changed(...sections: CodeSection[]): Html | null {
  const rows = sections.flatMap((section) =>
    linesOf(section, 'statusNow')
      .filter(({ key }) => key !== section.status)
      .map(({ label, counts }) => [STATUS_LABELS[section.status], label, figure(counts.total)]),
  );
  if (rows.length === 0) return null;
  return table(
    'Duties whose victim’s status is known otherwise now',
    ['At the start', 'Now', 'Duties'],
    rows,
  );
}

function unassessed(section: CodeSection): Html {
  const { counts } = section.total;
  if (counts.total === 0)
    return html`<h2>Not assessed</h2>
      <p>Of every victim it was known whether they have enhanced rights.</p>`;
  return html`<h2>Not assessed</h2>
    <p>
      ${figure(counts.total)} duties were towards victims whom nobody had assessed when the clock started. Of
      ${figure(counts.unsettled)} it depends on the assessment whether they were kept. None of them is in a
      rate above or below.
    </p>
    ${countTable('Not assessed, by crime group', linesOf(section, 'cohort'), true)}`;
}

function standardService(section: CodeSection): Html {
  const { counts, rate, lowerBound } = section.total;
  if (counts.total === 0)
    return html`<h2>Standard service</h2>
      <p>No duty began in this period.</p>`;
  return html`<h2>Standard service</h2>
    ${
      rate === HIDDEN
        ? html`<p>The rate rests on small counts, and is hidden.</p>`
        : html`<p>
            ${percent(rate)} met in time (${figure(counts.met)} of ${figure(counts.judged)} that can be
            judged), at least ${percent(lowerBound)} of ${figure(counts.fellDue)} that fell due.
          </p>`
    }
    ${rates('Standard service, by crime group', linesOf(section, 'cohort'))}
    ${rates('Standard service, by duty holder', linesOf(section, 'dutyHolder'))}`;
}

const COUNT_HEADINGS = [
  'All',
  'Fell due',
  'Judged',
  'Met',
  'Late',
  'Breached',
  'No evidence',
  'Pending',
  'Not applicable',
];

function countTable(caption: string, lines: readonly CodeLine[], isUnsettled = false): Html {
  const last = isUnsettled ? ['Depends'] : ['Rate', 'At least'];
  return table(
    caption,
    ['', ...COUNT_HEADINGS, ...last],
    lines.map(({ label, counts, rate, lowerBound }) => [
      label,
      ...['total', 'fellDue', 'judged', 'met', 'metLate', 'breached', 'noEvidence'].map((column) =>
        figure(counts[column]),
      ),
      figure(together(counts.pending, counts.dueSoon)),
      figure(counts.notApplicable),
      ...(isUnsettled ? [figure(counts.unsettled)] : [percent(rate), percent(lowerBound)]),
    ]),
  );
}

function everyCount(report: CodeReport): Html {
  const tables = report.sections.flatMap(({ status, tables }) =>
    tables
      .filter((one: CodeTable) => one.dimension === 'rule' || one.dimension === 'right')
      .map(({ label, lines }) =>
        countTable(`${STATUS_LABELS[status]}: ${label.toLowerCase()}`, lines, status === 'not-assessed'),
      ),
  );
  return html`<h2>Every right and rule</h2>
    <details>
      <summary>All counts by right and by rule</summary>
      ${tables}
    </details>`;
}

function footnotes({ footnotes }: CodeReport): Html {
  return html`<h2>Notes</h2>
    <ol class="notes">
      ${footnotes.map(({ number, text }) => html`<li value="${number}">${text}</li>`)}
    </ol>`;
}
