import { parseDay } from '../../platform/validation/day.js';
import { wholeNumberFault } from '../../platform/validation/decorators.js';
import type { Fault } from '../../platform/validation/field-rule.js';
import { refused } from '../../platform/validation/parsed.js';
import type { Refused } from '../../platform/validation/parsed.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import { FLAG_ANSWERS, type Question } from './form-definition.js';
import {
  at,
  isKnown,
  isObject,
  OBJECT_EXPECTED,
  REQUIRED,
  shownName,
  strayMembers,
  TEXT_EXPECTED,
} from './value-faults.js';

const MOST_SITUATIONS = 20;
const NEED_MEMBERS = ['isIdentified', 'entryScore'];
const SITUATION_MEMBERS = ['code', 'fromOn', 'toOn', 'isOngoing'];

const FLAG_EXPECTED = refused('flag-expected', 'This field is true or false.');
const UNKNOWN_CODE = refused('code-unknown', 'The form has no such code for this question.');

/** What somebody needs, by category: whether it was found, and a score at the start or null where it was not assessed. */
export interface AssessedNeed {
  isIdentified: boolean;
  entryScore?: number | null;
}

/** One situation of exploitation with its own days; null: asked, and not known. */
export interface Situation {
  code: string;
  fromOn?: string | null;
  toOn?: string | null;
  isOngoing?: 'yes' | 'no' | 'unknown';
}

/** An object from category to need. A category that is left out was not asked about. */
export function checkNeeds(question: Question, value: unknown): Fault[] {
  if (!isObject(value)) return [at('', OBJECT_EXPECTED)];
  const categories = Object.keys(value);
  if (categories.length === 0)
    return [at('', refused('list-too-short', 'At least one category is assessed.'))];
  return categories.flatMap((category) => {
    const path = `.${shownName(category)}`;
    return isKnown(question, category)
      ? needFaults(question, value[category], path)
      : [at(path, UNKNOWN_CODE)];
  });
}

function needFaults({ min = 0, max = 10 }: Question, need: unknown, path: string): Fault[] {
  if (!isObject(need)) return [at(path, OBJECT_EXPECTED)];
  const { isIdentified, entryScore } = need;
  const faults = strayMembers(need, NEED_MEMBERS, path);
  if (isIdentified === undefined) faults.push(at(`${path}.isIdentified`, REQUIRED));
  else if (typeof isIdentified !== 'boolean') faults.push(at(`${path}.isIdentified`, FLAG_EXPECTED));
  const score =
    entryScore === undefined || entryScore === null ? null : wholeNumberFault(entryScore, min, max);
  return score ? [...faults, at(`${path}.entryScore`, score)] : faults;
}

/** A list of situations; each kind may stand in it more than once, with days of its own. */
export function checkSituations(question: Question, value: unknown, today: Day): Fault[] {
  if (!Array.isArray(value)) return [at('', refused('list-expected', 'This answer is a list.'))];
  if (value.length === 0) return [at('', refused('list-too-short', 'The list has at least 1 item.'))];
  if (value.length > MOST_SITUATIONS)
    return [at('', refused('list-too-long', `The list has at most ${MOST_SITUATIONS} items.`))];
  return value.flatMap((item: unknown, index) => situationFaults(question, item, `[${index}]`, today));
}

function situationFaults(question: Question, item: unknown, path: string, today: Day): Fault[] {
  if (!isObject(item)) return [at(path, OBJECT_EXPECTED)];
  const days = [dayFault(item.fromOn, today), dayFault(item.toOn, today)];
  const checked: [string, Refused | null][] = [
    ['code', codeFault(question, item.code)],
    ['fromOn', days[0]!],
    ['toOn', days[1]! ?? orderFault(item, days[0]!)],
    ['isOngoing', ongoingFault(item)],
  ];
  const faults = checked.flatMap(([name, fault]) => (fault ? [at(`${path}.${name}`, fault)] : []));
  return [...strayMembers(item, SITUATION_MEMBERS, path), ...faults];
}

function codeFault(question: Question, code: unknown): Refused | null {
  if (code === undefined) return REQUIRED;
  if (typeof code !== 'string') return TEXT_EXPECTED;
  return isKnown(question, code) ? null : UNKNOWN_CODE;
}

function dayFault(value: unknown, today: Day): Refused | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') return TEXT_EXPECTED;
  const day = parseDay(value);
  if (!day.ok) return day;
  if (day.value !== value) return refused('space-around', 'There is space before or after the value.');
  return value > today ? refused('in-the-future', 'That day has not come yet.') : null;
}

function orderFault({ fromOn, toOn }: Record<string, unknown>, earlier: Refused | null): Refused | null {
  if (earlier || typeof fromOn !== 'string' || typeof toOn !== 'string') return null;
  return toOn < fromOn ? refused('before-its-start', 'The end comes before the start.') : null;
}

function ongoingFault({ isOngoing, toOn }: Record<string, unknown>): Refused | null {
  if (isOngoing === undefined) return null;
  if (!(FLAG_ANSWERS as readonly unknown[]).includes(isOngoing))
    return refused('code-unknown', 'The answer is one of: yes, no, unknown.');
  const hasEnded = isOngoing === 'yes' && typeof toOn === 'string';
  return hasEnded ? refused('has-an-end', 'What goes on has no last day.') : null;
}
