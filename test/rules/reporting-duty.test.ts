import { describe, expect, it } from '@jest/globals';
import { reportingDutyOn } from '../../src/assessments/reporting-duty.js';
import { Forms } from '../../src/assessments/forms/forms.js';
import { allHold } from '../../src/assessments/forms/conditions.js';
import type { Facts, ReportingDuty } from '../../src/assessments/forms/form-definition.js';
import { readForms } from '../../src/assessments/forms/read-forms.js';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { Thresholds } from '../../src/reference-data/thresholds.js';
import { loadPlanted } from '../support/planted-policy.js';

const thresholds = new Thresholds(currentPolicy());
const cse = new Forms(readForms(configFolder(), currentPolicy())).currentOn('cse', '2026-11-22')!;

/** Stage 2 from a day on, as somebody would add it once the commencement is known. */
const commenced = (text: string) =>
  text.replace("validFrom: '2026-04-29'\n", "validFrom: '2026-04-29'\n    validTo: '2027-08-31'\n").replace(
    '  - name: mandatoryReportingDelayDays',
    `  - name: mandatoryReportingStage
    value: 2
    unit: stage
    meaning: In force.
    source: invented
    factStatus: certain
    validFrom: '2027-09-01'
  - name: mandatoryReportingDelayDays`,
  );

function deadlinesBy(mandatoryReporting: ReportingDuty, answers: Record<string, unknown>): string[] {
  const facts: Facts = {
    ...{ ageBand: 'child', age: 14, personKind: 'individual', childReferral: 'made' },
    mandatoryReporting,
  };
  return cse.deadlines
    .filter(({ code, when }) => code.startsWith('mandatory') && allHold(when, { answers, facts }))
    .map(({ code }) => code);
}

describe('The duty to report child sexual abuse', () => {
  it.each([
    ['2026-04-28', 'no-law', 'certain'],
    ['2026-04-29', 'commencement-unknown', 'unknown'],
    ['2090-01-01', 'commencement-unknown', 'unknown'],
  ])('stands on %s as %s, which is %s', (day, duty, factStatus) => {
    expect(reportingDutyOn(thresholds, day)).toBe(duty);
    expect(thresholds.explain('mandatoryReportingStage', day)).toMatchObject({ factStatus });
  });

  it('holds from its commencement on, once a dated row says so, and not a day before', () => {
    const later = new Thresholds(loadPlanted({ 'policy/thresholds.yaml': commenced }));
    expect(['2027-08-31', '2027-09-01'].map((day) => reportingDutyOn(later, day))).toEqual([
      'commencement-unknown',
      'in-force',
    ]);
  });

  it('asks for nothing while its commencement is unknown', () => {
    const told = { 'mrNotification.isDisclosed': 'yes' };
    expect(deadlinesBy('no-law', told)).toEqual([]);
    expect(deadlinesBy('commencement-unknown', told)).toEqual([]);
    expect(deadlinesBy('in-force', told)).toEqual(['mandatory-notification']);
    const delayed = { ...told, 'mrNotification.reasonDelayed': 'would-endanger-child' };
    expect(deadlinesBy('in-force', delayed)).toEqual(['mandatory-notification-delayed']);
    expect(deadlinesBy('in-force', { ...told, 'mrNotification.madeAt': '2027-09-01T10:00:00Z' })).toEqual([]);
  });

  it('is marked as unknown wherever it is shown', () => {
    const parts = [...cse.questions, ...cse.deadlines, ...cse.warnings].filter(({ code }) =>
      /^(mrNotification|mandatory-)/.test(code),
    );
    expect(parts).toHaveLength(8);
    for (const part of parts) {
      expect(part).toMatchObject({
        factStatus: 'unknown',
        source: expect.stringContaining('UNKNOWN') as unknown,
      });
      expect('message' in part ? part.message : part.label).toContain('UNKNOWN');
    }
  });
});
