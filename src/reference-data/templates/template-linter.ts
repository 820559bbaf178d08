import type { Dated } from '../policy/dated.js';
import type { TemplateChannel, TextPlace } from '../policy/policy-files.js';
import type { GiveawayWords } from './giveaway-words.js';

/** A text that is to leave for a person. Of a letter, `subject` is what shows in the window beside the address; none may. */
export interface TemplateText extends Dated {
  channel: TemplateChannel;
  subject: string;
  body: string;
}

export type LintCode =
  'giveaway-word' | 'web-address' | 'merge-field' | 'markup' | 'control-character' | 'blank' | 'too-long';

/** What is wrong with a template, and where. */
export interface LintFinding {
  code: LintCode;
  place: TextPlace;
  /** Which of the template's texts, and its line, counted from 0. */
  part: 'subject' | 'body';
  line: number;
  message: string;
}

interface Placed {
  place: TextPlace;
  part: 'subject' | 'body';
  text: string;
}

/** About what a locked screen shows of an email, generously counted. */
const PREVIEW_LENGTH = 160;
const SUBJECT_LONGEST = 78;

const FORBIDDEN: [LintCode, RegExp, string][] = [
  ['web-address', /\b(?:https?|ftp|mailto|tel):|\bwww\./giu, 'a web address'],
  ['web-address', /[\p{L}\p{N}-]+\.\p{L}{2,}/gu, 'something that reads as a web address'],
  ['web-address', /\S@\S/gu, 'an email address'],
  ['merge-field', /\{\{|\}\}|\(\(|\)\)|\$\{|<<|>>|\[\[|%\w+%/gu, 'a merge field'],
  ['markup', /<\/?[a-z!]|&#?\w{2,8};/giu, 'markup'],
  ['control-character', /(?!\n)\p{Cc}/gu, 'a control character'],
];

/**
 * Holds a template to the safe-contact rules: nothing that gives the person away where others see it, no web address,
 * no merge field, plain text (VAL safe-contact rule SC-3, fraud rule FR-5). Empty where it may be sent.
 */
export function lintTemplate(template: TemplateText, words: GiveawayWords): LintFinding[] {
  return placesOf(template).flatMap((placed) => [
    ...giveaways(placed, template, words),
    ...(placed.place === 'preview' ? [] : forbidden(placed)),
    ...(placed.place === 'preview' ? [] : shape(placed)),
  ]);
}

function placesOf({ channel, subject, body }: TemplateText): Placed[] {
  switch (channel) {
    case 'email':
      return [
        { place: 'subject', part: 'subject', text: subject },
        { place: 'preview', part: 'body', text: body.slice(0, PREVIEW_LENGTH) },
        { place: 'body', part: 'body', text: body },
      ];
    case 'sms':
      return [{ place: 'sms', part: 'body', text: body }];
    case 'letter':
      return [
        { place: 'envelope', part: 'subject', text: subject },
        { place: 'sheet', part: 'body', text: body },
      ];
  }
}

function giveaways({ place, part, text }: Placed, days: Dated, words: GiveawayWords): LintFinding[] {
  return words.findIn(text, place, days).map(({ what, word, line }) => ({
    code: 'giveaway-word' as const,
    place,
    part,
    line,
    message: `"${word}" gives the person away in the ${place} (${what})`,
  }));
}

function forbidden({ place, part, text }: Placed): LintFinding[] {
  // Whoever opens a letter may be told where to read on.
  const rules = place === 'sheet' ? FORBIDDEN.filter(([code]) => code !== 'web-address') : FORBIDDEN;
  return rules.flatMap(([code, pattern, what]) =>
    [...text.matchAll(pattern)].map(({ index }) => ({
      code,
      place,
      part,
      line: lineAt(text, index),
      message: `the ${place} holds ${what}`,
    })),
  );
}

function shape({ place, part, text }: Placed): LintFinding[] {
  const found = { place, part, line: 0 };
  if (place === 'envelope' && text === '') return [];
  if (text.trim() === '') return [{ ...found, code: 'blank', message: `the ${place} is blank` }];
  if (place === 'subject' && text.length > SUBJECT_LONGEST) {
    return [
      { ...found, code: 'too-long', message: `the subject has more than ${SUBJECT_LONGEST} characters` },
    ];
  }
  if (part === 'subject' && text.includes('\n')) {
    return [{ ...found, code: 'control-character', message: `the ${place} has more than one line` }];
  }
  return [];
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length - 1;
}
