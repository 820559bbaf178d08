import { overlap } from '../policy/dated.js';
import type { Dated } from '../policy/dated.js';
import type { GiveawayFile, GiveawayGroup, TextPlace } from '../policy/policy-files.js';

/** A word or phrase, in the single words it is made of; with `hasEndings` the last one may go on. */
interface Phrase {
  words: readonly string[];
  hasEndings: boolean;
}

interface PhraseGroup extends Dated {
  what: string;
  places: readonly TextPlace[];
  phrases: readonly Phrase[];
}

/** A word that gives a person away, where it was found. */
export interface GiveawayHit {
  what: string;
  word: string;
  /** On which line of the text, counted from 0. */
  line: number;
}

interface Word {
  text: string;
  line: number;
}

/** The words of `config/templates/giveaway-words.yaml`, ready to be looked for. */
export class GiveawayWords {
  private readonly groups: readonly PhraseGroup[];

  constructor(file: GiveawayFile) {
    this.groups = file.groups.map((group) => ({ ...group, phrases: phrasesOf(group) }));
  }

  /** Every forbidden word of a text that stands in a place, by the groups that hold on any of the days. */
  findIn(text: string, place: TextPlace, days: Dated): GiveawayHit[] {
    const words = wordsOf(text);
    return this.groups
      .filter((group) => group.places.includes(place) && overlap(group, days))
      .flatMap((group) => hitsOf(group, words));
  }
}

function hitsOf({ what, phrases }: PhraseGroup, words: readonly Word[]): GiveawayHit[] {
  return words.flatMap((word, at) =>
    phrases
      .filter((phrase) => standsAt(phrase, words, at))
      .map(({ words: said }) => ({
        what,
        word: words
          .slice(at, at + said.length)
          .map(({ text }) => text)
          .join(' '),
        line: word.line,
      })),
  );
}

function standsAt({ words, hasEndings }: Phrase, text: readonly Word[], at: number): boolean {
  return words.every((word, index) => {
    const said = text[at + index]?.text;
    return hasEndings && index === words.length - 1 ? (said?.startsWith(word) ?? false) : said === word;
  });
}

function phrasesOf({ words }: GiveawayGroup): Phrase[] {
  return words
    .split(',')
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '')
    .map((phrase) => ({
      words: wordsOf(phrase).map(({ text }) => text),
      hasEndings: phrase.endsWith('*'),
    }));
}

/** The words of a text as they are compared: no accents, no invisible characters, no capitals, full-width ones plain. */
function wordsOf(text: string): Word[] {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();
  return plain
    .split('\n')
    .flatMap((line, index) =>
      (line.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => ({ text: word, line: index })),
    );
}
