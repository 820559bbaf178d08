import { wholeNumberFault } from '../../platform/validation/decorators.js';
import { parseDay } from '../../platform/validation/day.js';
import type { Fault } from '../../platform/validation/field-rule.js';
import { parseInstant } from '../../platform/validation/instant.js';
import { MOST_PENCE } from '../../platform/validation/money.js';
import { refused } from '../../platform/validation/parsed.js';
import type { Refused } from '../../platform/validation/parsed.js';
import { holdsPostcode } from '../../platform/validation/postcode.js';
import { cleanText } from '../../platform/validation/text.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { FLAG_ANSWERS, type Question, type QuestionKind } from './form-definition.js';
import { checkNeeds, checkSituations } from './check-lists.js';
import { at, isKnown, TEXT_EXPECTED } from './value-faults.js';

const MOST_TEXT = 4000;
const MOST_CODES = 50;

const LIST_EXPECTED = refused('list-expected', 'This answer is a list.');
const FLAG_EXPECTED = refused('code-unknown', 'The answer is one of: yes, no, unknown.');
const FUTURE = refused('in-the-future', 'That day has not come yet.');
const PAST = refused('in-the-past', 'That day has passed.');
const SPACE_AROUND = refused('space-around', 'There is space before or after the value.');
const BLANK = refused('blank', 'There is no value.');
const ADDRESS = refused('address-not-kept', 'No address is kept here: leave the postcode out.');

type Check = (question: Question, value: unknown, today: Day) => Fault[];

const CHECKS: Record<QuestionKind, Check> = {
  code: (question, value) => checkCode(question, value),
  codes: (question, value) => checkCodes(question, value),
  day: (question, value, today) => one(dayFault(question, value, today)),
  instant: (question, value, today) => one(instantFault(question, value, today)),
  'money-pence': (_, value) => one(wholeNumberFault(value, 0, MOST_PENCE)),
  integer: ({ min = 0, max = 1_000_000 }, value) => one(wholeNumberFault(value, min, max)),
  flag: (_, value) => one(isFlagAnswer(value) ? null : FLAG_EXPECTED),
  text: (question, value) => one(textFault(question, value)),
  needs: checkNeeds,
  situations: checkSituations,
};

/**
 * What is wrong with the value of an answer by itself; a null is for whoever knows whether it means something.
 *
 * @param today the London day on which it is written down
 */
export function checkValue(question: Question, value: unknown, today: Day): Fault[] {
  return CHECKS[question.kind](question, value, today);
}

function checkCode(question: Question, value: unknown): Fault[] {
  if (typeof value !== 'string') return one(TEXT_EXPECTED);
  return one(isKnown(question, value) ? null : unknownCode());
}

function checkCodes(question: Question, value: unknown): Fault[] {
  if (!Array.isArray(value)) return one(LIST_EXPECTED);
  if (value.length === 0) return one(refused('list-too-short', 'The list has at least 1 item.'));
  if (value.length > MOST_CODES) return one(refused('list-too-long', 'The list has at most 50 items.'));
  return value.flatMap((code: unknown, index) => {
    if (typeof code !== 'string') return [at(`[${index}]`, TEXT_EXPECTED)];
    if (!isKnown(question, code)) return [at(`[${index}]`, unknownCode())];
    const isTwice = value.indexOf(code) !== index;
    return isTwice ? [at(`[${index}]`, refused('code-twice', 'The code is in the list already.'))] : [];
  });
}

function dayFault(question: Question, value: unknown, today: Day): Refused | null {
  if (typeof value !== 'string') return TEXT_EXPECTED;
  const day = parseDay(value);
  if (!day.ok) return day;
  if (value !== day.value) return SPACE_AROUND;
  return againstToday(question, day.value, today);
}

function instantFault(question: Question, value: unknown, today: Day): Refused | null {
  if (typeof value !== 'string') return TEXT_EXPECTED;
  const instant = parseInstant(value);
  if (!instant.ok) return instant;
  if (value !== value.trim()) return SPACE_AROUND;
  return againstToday(question, londonDayOf(instant.value), today);
}

function againstToday({ notAfterToday, notBeforeToday }: Question, day: Day, today: Day): Refused | null {
  if (notAfterToday && day > today) return FUTURE;
  return notBeforeToday && day < today ? PAST : null;
}

function textFault({ max = MOST_TEXT, holdsNoAddress }: Question, value: unknown): Refused | null {
  if (typeof value !== 'string') return TEXT_EXPECTED;
  const clean = cleanText(value, { max, lines: true });
  if (!clean.ok) return clean;
  if (clean.value === null) return BLANK;
  return holdsNoAddress && holdsPostcode(clean.value) ? ADDRESS : null;
}

function isFlagAnswer(value: unknown): boolean {
  return typeof value === 'string' && (FLAG_ANSWERS as readonly string[]).includes(value);
}

function unknownCode(): Refused {
  return refused('code-unknown', 'The form has no such code for this question.');
}

function one(fault: Refused | null): Fault[] {
  return fault ? [at('', fault)] : [];
}
