import { Injectable } from '@nestjs/common';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Transaction } from '../platform/database/transaction.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { AssessmentDeadlines } from './assessment-deadlines.js';
import { AssessmentFacts } from './assessment-facts.js';
import type { NeedsAssessmentRequest, SpecialistAssessmentRequest } from './assessment-requests.js';
import {
  answersRefused,
  doneAt,
  formFor,
  mustBeCurrent,
  mustBePossible,
  reviewDayOf,
} from './assessment-rules.js';
import type { CompletedAssessment } from './assessment-store.js';
import type { WantedDeadline } from './case-deadlines.js';
import { checkAnswers } from './forms/check-answers.js';
import { allHold } from './forms/conditions.js';
import type { FormCode } from './forms/form-definition.js';
import { Forms } from './forms/forms.js';
import { keptAnswers } from './kept-answers.js';

/** An assessment that may be kept, and what is due because of it. */
export interface CheckedAssessment extends CompletedAssessment {
  deadlines: WantedDeadline[];
}

/** Holds an assessment to its form, to the record and to the case. */
@Injectable()
export class CheckAssessment {
  constructor(
    private readonly forms: Forms,
    private readonly facts: AssessmentFacts,
    private readonly deadlines: AssessmentDeadlines,
  ) {}

  /**
   * @throws Unprocessable naming each wrong answer, or `review-date-missing`, `review-date-past`, `in-the-future`,
   * `before-the-case`, `form-version-unknown`, `form-not-of-kind`; Conflict `not-for-organisation`,
   * `needs-assessment-missing`, `already-superseded`; Invalid `unknown-assessment`
   */
  async check(
    tx: Transaction,
    supportCase: SupportCase,
    kind: FormCode,
    request: NeedsAssessmentRequest | SpecialistAssessmentRequest,
  ): Promise<CheckedAssessment> {
    const completedAt = doneAt(tx, request.completedAt, supportCase.openedAt, 'completedAt');
    const reviewDueOn = reviewDayOf(tx, request);
    const form = formFor(this.forms, kind, request, completedAt);
    const facts = await this.facts.of(tx, supportCase, completedAt);
    await mustBePossible(tx, kind, supportCase.id, facts);
    const supersedes = request.supersedes?.toLowerCase() ?? null;
    if (supersedes) await mustBeCurrent(tx, kind, supportCase.id, supersedes);
    const known = { answers: request.answers, facts };
    const today = londonDayOf(tx.now);
    const problems = checkAnswers(form, known, today);
    if (problems.length > 0) throw answersRefused(problems);
    return {
      ...{ form, completedAt, reviewDueOn, supersedes },
      kept: keptAnswers(form, request.answers),
      warnings: form.warnings.filter(({ when }) => allHold(when, known)).map(({ code }) => code),
      deadlines: this.deadlines.follow(form, known, { completedAt, reviewDueOn, today }),
    };
  }
}
