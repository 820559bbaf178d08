import { expect } from '@jest/globals';
import type { Sent } from './exchange.js';
import type { Operation } from './operations.js';
import { Refusals, stored } from './refusals.js';
import { ContractWorld, type Found } from './world.js';

/** One service with people in it, and what all suites of the contract ask of it. */
export class Trial {
  /** Something that is there, for each route. */
  private readonly there = new Map<string, Found>();

  private constructor(
    readonly world: ContractWorld,
    readonly refusals: Refusals,
  ) {}

  static async open(): Promise<Trial> {
    const world = await ContractWorld.open();
    await world.answerOnly();
    const trial = new Trial(world, await Refusals.over(world));
    for (const operation of world.operations) {
      trial.there.set(operation.id, (await world.find(operation))[0] ?? {});
    }
    return trial;
  }

  get operations(): Operation[] {
    return this.world.operations;
  }

  get withBody(): Operation[] {
    return this.operations.filter(({ body }) => body !== null);
  }

  /** What stands for the parameters of the route. */
  foundFor(operation: Operation): Found {
    return this.there.get(operation.id) ?? {};
  }

  /** A request of something that is there, in order in every way; each call has a key of its own. */
  right(operation: Operation): Sent & { headers: Record<string, string> } {
    const request = this.world.requestOf(operation, this.foundFor(operation));
    return { ...request, headers: request.headers ?? {} };
  }

  /** The same with some headers changed, or left out where undefined. */
  rightBut(operation: Operation, changes: Record<string, string | undefined>): Sent {
    const { headers, ...request } = this.right(operation);
    const kept = Object.entries({ ...headers, ...changes }).filter(([, value]) => value !== undefined);
    return { ...request, headers: Object.fromEntries(kept) as Record<string, string> };
  }

  /** Ends a test: at least so many requests were refused as they should be. */
  expectNoFaults(atLeast: number): void {
    const { faults, sent } = this.refusals.taken();
    expect(faults).toEqual([]);
    expect(sent).toBeGreaterThanOrEqual(atLeast);
  }

  stored(): Promise<Record<string, string>> {
    return stored(this.world.superuser);
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
