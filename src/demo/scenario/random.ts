/** A seed as people write it: a number or a word. */
export type Seed = string | number;

/**
 * A small seeded generator (xoshiro128**, started from an FNV-1a hash of the stream's name).
 * The same seed and stream name give the same numbers on every machine; streams of different names do not
 * disturb each other, so one day can draw more without moving the next.
 */
export class Random {
  private constructor(
    private a: number,
    private b: number,
    private c: number,
    private d: number,
  ) {}

  /** A stream of its own for every seed and name, for example `stream(7, 'athena', '2019-04-01')`. */
  static stream(seed: Seed, ...name: Seed[]): Random {
    const [a, b, c, d] = [1, 2, 3, 4].map((lane) => hash(`${lane}/${[seed, ...name].join('/')}`));
    const random = new Random(a!, b!, c!, (d! | 1) >>> 0);
    for (let warmUp = 0; warmUp < 8; warmUp++) random.next();
    return random;
  }

  /** At least 0 and below 1. */
  next(): number {
    const result = Math.imul(rotate(Math.imul(this.b, 5), 7), 9) >>> 0;
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = rotate(this.d, 11);
    return result / 0x1_0000_0000;
  }

  /** A whole number from 0 up to, not including, the limit. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** A whole number between two ends, both included. */
  between(lowest: number, highest: number): number {
    return lowest + this.below(highest - lowest + 1);
  }

  /** True with this probability; always draws one number. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the list, each as likely. Throws RangeError on an empty list. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('Nothing to pick from');
    return list[this.below(list.length)] as T;
  }

  /** One of the choices, in proportion to their weights. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T {
    let left = this.next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [choice, weight] of choices) {
      left -= weight;
      if (left < 0) return choice;
    }
    return this.pick(choices)[0];
  }

  /** The same members in another order (a new list). */
  shuffled<T>(list: readonly T[]): T[] {
    const result = [...list];
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [result[last], result[other]] = [result[other] as T, result[last] as T];
    }
    return result;
  }
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
