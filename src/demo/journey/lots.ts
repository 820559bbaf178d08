import type { Random } from '../scenario/random.js';

/** A bag of choices of which each is drawn exactly as often as it lies in it, in an order of chance. */
export class Lots<T> {
  private readonly left: [T, number][];

  /** @param counts each choice with how often it lies in the bag */
  constructor(
    private readonly random: Random,
    counts: readonly (readonly [T, number])[],
  ) {
    this.left = counts.map(([choice, count]) => [choice, count]);
  }

  /** How many are still in the bag. */
  get size(): number {
    return this.left.reduce((sum, [, count]) => sum + count, 0);
  }

  /** @throws RangeError where the bag is empty */
  draw(): T {
    let at = this.random.below(this.size || 1);
    for (const lot of this.left) {
      if (at < lot[1]) {
        lot[1] -= 1;
        return lot[0];
      }
      at -= lot[1];
    }
    throw new RangeError('Nothing is left to draw');
  }
}

/** A bag of yes and no. */
export function yesOrNo(random: Random, yes: number, of: number): Lots<boolean> {
  return new Lots(random, [
    [true, yes],
    [false, of - yes],
  ]);
}
