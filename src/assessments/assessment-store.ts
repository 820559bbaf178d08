import { Injectable } from '@nestjs/common';
import { eventRow } from '../cases/case-opening.js';
import { belongingTo } from '../cases/seen-case.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import type { AssessmentResponse } from './assessment-responses.js';
import { CaseDeadlines } from './case-deadlines.js';
import type { FormCode, FormVersion } from './forms/form-definition.js';
import type { KeptAnswers } from './kept-answers.js';

/** A checked assessment, ready to be kept. */
export interface CompletedAssessment {
  form: FormVersion;
  kept: KeptAnswers;
  /** Codes of the warnings that its answers raise. */
  warnings: string[];
  completedAt: Date;
  reviewDueOn: string;
  supersedes: string | null;
}

export interface AssessmentRow {
  id: string;
  caseId: string;
  kind: FormCode;
  formCode: FormCode;
  formVersion: number;
  answers: Record<string, unknown>;
  textsSealed: string | null;
  warnings: string[];
  completedAt: Date;
  completedBy: string;
  recordedAt: Date;
  reviewDueOn: string;
  restorativeJustice: string | null;
  supersedes: string | null;
  supersededBy: string | null;
}

/** Keeps assessments: what was said in words is sealed, everything else lies in clear behind row-level security. */
@Injectable()
export class AssessmentStore {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly deadlines: CaseDeadlines,
  ) {}

  /** Writes the assessment, its needs and one line of the case's timeline. Returns its id. */
  async insert(tx: Transaction, supportCase: SupportCase, completed: CompletedAssessment): Promise<string> {
    const { form, kept, warnings, completedAt, reviewDueOn, supersedes } = completed;
    const id = newId();
    const texts = Object.keys(kept.texts).length === 0 ? null : JSON.stringify(kept.texts);
    await tx.insert('assessment', [
      {
        ...{
          id,
          ...belongingTo(supportCase),
          kind: form.code,
          form_code: form.code,
          form_version: form.version,
        },
        ...{ answers: kept.coded, warnings, supersedes, review_due_on: reviewDueOn },
        texts_sealed: texts === null ? null : this.encryption.seal(texts, textsPlace(id)),
        restorative_justice: form.code === 'needs' ? (kept.coded.restorativeJustice as string) : null,
        ...{ completed_at: completedAt, completed_by: tx.actor.subject, recorded_at: tx.now },
      },
    ]);
    const needs = kept.needs.map((need) => ({ assessment_id: id, ...belongingTo(supportCase), ...need }));
    await tx.insert('assessed_need', needs);
    await this.tell(tx, supportCase, id, completed);
    return id;
  }

  /** As it is served: with its texts opened, its warnings in words and its deadlines. */
  async shown(tx: Transaction, rows: AssessmentRow[], formOf: FormLookUp): Promise<AssessmentResponse[]> {
    const deadlines = await this.deadlines.of(
      tx,
      rows.map(({ id }) => id),
    );
    return rows.map(({ textsSealed, answers, ...row }) => ({
      ...row,
      answers: { ...answers, ...this.textsOf(row.id, textsSealed) },
      warnings: formOf(row.formCode, row.formVersion).warnings.flatMap(
        ({ code, message, source, factStatus }) =>
          row.warnings.includes(code) ? [{ code, message, source, factStatus }] : [],
      ),
      deadlines: deadlines.get(row.id) ?? [],
      completedAt: row.completedAt.toISOString(),
      recordedAt: row.recordedAt.toISOString(),
    }));
  }

  private textsOf(id: string, sealed: string | null): Record<string, unknown> {
    if (sealed === null) return {};
    return JSON.parse(this.encryption.open(sealed, textsPlace(id))) as Record<string, unknown>;
  }

  private async tell(tx: Transaction, supportCase: SupportCase, id: string, completed: CompletedAssessment) {
    const { form, completedAt, supersedes } = completed;
    const { id: caseId, personId, restricted } = supportCase;
    const word = form.code === 'needs' ? 'needs-assessment' : 'specialist-assessment';
    const kind = `${word}.${supersedes === null ? 'completed' : 'corrected'}`;
    const by = { actorKind: tx.actor.kind, subject: tx.actor.subject };
    const details = { assessmentId: id, kind: form.code, formVersion: form.version, supersedes };
    await tx.insert('case_event', [
      eventRow({ caseId, personId, restricted, kind, at: completedAt, recordedAt: tx.now, ...by, details }),
    ]);
  }
}

type FormLookUp = (code: FormCode, version: number) => FormVersion;

function textsPlace(rowId: string) {
  return { table: 'assessment', column: 'texts_sealed', rowId };
}
