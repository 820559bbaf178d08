import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { CodeLists } from '../../reference-data/code-lists.js';
import { OffenceRules } from '../../reference-data/offence-rules.js';
import { Thresholds } from '../../reference-data/thresholds.js';
import { MeasureFigures } from '../measures/measure-figures.js';
import { periodOf } from '../measures/period.js';
import { ReturnPolicy } from './definition/return-policy.js';
import { type NamedPeriod, quartersOf } from './definition/return-periods.js';
import type { Table } from './definition/sheet-columns.js';
import { type CheckedRule, checkReturn, reconciliationSheet } from './integrity/check-return.js';
import { lockedBefore } from './locked-before.js';
import type { ReturnRow } from './return-rows.js';
import { Computing, type UnmappedCode } from './sheets/computing.js';
import { contactsSheet, timelinessSheet } from './sheets/contact-sheets.js';
import { crimeKeysOf } from './sheets/crime-keys.js';
import { alikePeople, dataQualitySheet, demographicsSheet } from './sheets/demographic-sheets.js';
import { financeOf, financeSheet } from './sheets/finance-sheet.js';
import { funnelSheet } from './sheets/funnel-sheet.js';
import { type Explanation, notesSheet } from './sheets/notes-sheet.js';
import { outcomesSheet } from './sheets/outcome-sheet.js';
import { crimeSheet, referralsSheet } from './sheets/referral-sheets.js';
import {
  caseloadSheet,
  closuresSheet,
  feedbackSheet,
  needsSheet,
  onwardReferralsSheet,
  repeatSheet,
} from './sheets/support-sheets.js';

/** What a return says: every sheet but Cover and Revisions, which tell of the return itself. */
export interface ReturnFigures {
  tables: Table[];
  rules: CheckedRule[];
  unmapped: UnmappedCode[];
  explanations: Explanation[];
  /** When the rows were read, an instant. */
  dataCutAt: string;
}

/** Makes the figures of a return from the records as they stand. */
@Injectable()
export class ComputeReturn {
  constructor(
    private readonly policy: ReturnPolicy,
    private readonly measures: MeasureFigures,
    private readonly offences: OffenceRules,
    private readonly lists: CodeLists,
    private readonly thresholds: Thresholds,
  ) {}

  /** @param tx one transaction that sees everybody, so that every sheet is of one cut */
  async compute(tx: Transaction, row: ReturnRow): Promise<ReturnFigures> {
    const { definition } = this.policy;
    const explanations = await explanationsOf(tx, row.id);
    const computing = await this.computing(tx, row.span, explanations);
    const counted = await this.counted(computing);
    const finance = financeSheet(definition, await financeOf(tx, row.id));
    const { unmapped, facts } = computing;
    const notes = notesSheet(definition, this.measures.catalogue, { unmapped, explanations });
    const tables = [notes, ...counted, finance];
    const checked = {
      ...{ definition, span: row.span, isOver: row.span.to < londonDayOf(tx.now), tables, facts, unmapped },
      before: await lockedBefore(tx, row, definition),
      quarterSums: await this.quarterSums(tx, row.span),
    };
    const rules = checkReturn(checked, explanations);
    const ordered = inOrder([...tables, reconciliationSheet(checked, rules)], definition.file.sheets);
    return { tables: ordered, rules, unmapped, explanations, dataCutAt: tx.now.toISOString() };
  }

  private async computing(
    tx: Transaction,
    span: NamedPeriod,
    explanations: Explanation[],
  ): Promise<Computing> {
    const explained = new Set(
      explanations.flatMap(({ about }) => (about.startsWith('code:') ? [about.slice('code:'.length)] : [])),
    );
    const period = periodOf(span);
    const rules = { offences: this.offences, categories: this.policy.crimes, explained };
    const crimes = await crimeKeysOf(tx, period, span.to, rules);
    const parts = { measures: this.measures, crimes, explained };
    const computing = new Computing(tx, span, period, this.policy.definition, parts);
    computing.facts.attemptsAllowed = this.thresholds.at('contactAttemptsMost', span.to);
    return computing;
  }

  private async counted(computing: Computing): Promise<Table[]> {
    const people = await alikePeople(computing);
    return [
      await funnelSheet(computing),
      await referralsSheet(computing),
      await contactsSheet(computing),
      await timelinessSheet(computing),
      await needsSheet(computing),
      await caseloadSheet(computing),
      await closuresSheet(computing, this.codesOf('closure-reasons')),
      await outcomesSheet(computing, this.policy.frameworksIn(computing.span)),
      await crimeSheet(computing),
      demographicsSheet(computing, people),
      await onwardReferralsSheet(computing, this.codesOf('agencies')),
      await repeatSheet(computing),
      await feedbackSheet(computing),
      await dataQualitySheet(computing, people),
    ];
  }

  /** Every code that a list ever had. */
  private codesOf(list: string): string[] {
    return [...new Set((this.lists.find(list)?.codes ?? []).map(({ code }) => code))];
  }

  /** Flows of the quarters of a half or year, added up. */
  private async quarterSums(tx: Transaction, span: NamedPeriod): Promise<Map<string, number> | null> {
    const { definition } = this.policy;
    const kind = definition.file.periodKinds.find((one) => one.kind === span.kind)!;
    if (span.kind !== 'half' && span.kind !== 'year') return null;
    const flows = definition.funnelMeasures.filter(
      (code) => this.measures.catalogue.get(code).kind === 'flow',
    );
    const sums = new Map(flows.map((code) => [code, 0]));
    for (const quarter of quartersOf(kind, span)) {
      const values = await this.measures.values(tx, periodOf(quarter), flows);
      flows.forEach((code) => sums.set(code, sums.get(code)! + values.get(code)!));
    }
    return sums;
  }
}

/** A hash over what a return says, the same for the same figures whenever they were counted. */
export function sha256Of({ tables }: Pick<ReturnFigures, 'tables'>): string {
  return createHash('sha256').update(JSON.stringify(tables)).digest('hex');
}

export function explanationsOf(tx: Transaction, returnId: string): Promise<Explanation[]> {
  return tx.query<Explanation>(
    'SELECT about, text FROM moj_return_explanation WHERE return_id = $1 ORDER BY about',
    [returnId],
  );
}

function inOrder(tables: readonly Table[], sheets: readonly { sheet: string }[]): Table[] {
  return sheets.flatMap(({ sheet }) => tables.filter((table) => table.sheet === sheet));
}
