import { cleanText } from '../platform/validation/text.js';
import type { AssessedNeed } from './forms/check-lists.js';
import type { Answers, FormVersion } from './forms/form-definition.js';

/** Answers that were checked, parted into what may lie in clear and what was said in words. */
export interface KeptAnswers {
  coded: Record<string, unknown>;
  texts: Record<string, string>;
  needs: { category: string; is_identified: boolean; entry_score: number | null }[];
}

/** Parts checked answers; instants are kept in UTC, and texts tidied. */
export function keptAnswers(form: FormVersion, answers: Answers): KeptAnswers {
  const kept: KeptAnswers = { coded: {}, texts: {}, needs: [] };
  for (const { code, kind } of form.questions) {
    if (!Object.hasOwn(answers, code)) continue;
    const value = answers[code];
    if (kind === 'text' && typeof value === 'string') kept.texts[code] = tidied(value);
    else if (kind === 'instant' && typeof value === 'string')
      kept.coded[code] = new Date(value).toISOString();
    else kept.coded[code] = value;
    if (kind === 'needs') kept.needs = needsOf(value as Record<string, AssessedNeed>);
  }
  return kept;
}

function needsOf(needs: Record<string, AssessedNeed>): KeptAnswers['needs'] {
  return Object.entries(needs).map(([category, { isIdentified, entryScore }]) => ({
    category,
    is_identified: isIdentified,
    entry_score: entryScore ?? null,
  }));
}

function tidied(raw: string): string {
  const clean = cleanText(raw, { max: Infinity, lines: true });
  return (clean.ok && clean.value) || raw;
}
