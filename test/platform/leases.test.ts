import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SettableClock } from '../../src/platform/clock.js';
import { Leases } from '../../src/platform/leases/leases.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type OpenDatabase, openDatabase } from './queue-application.js';

const NINE = new Date('2019-04-01T09:00:00Z');
const secondsLater = (seconds: number) => new Date(NINE.getTime() + seconds * 1000);

describe('leases', () => {
  const clock = new SettableClock(NINE);
  let fresh: FreshDatabase;
  let opened: OpenDatabase;
  let leases: Leases;
  let name = 0;
  const next = () => `lease-${(name += 1)}`;

  beforeAll(async () => {
    fresh = await freshDatabase();
    opened = await openDatabase(fresh.applicationUrl, clock);
    leases = new Leases(opened.database);
  });
  beforeEach(() => clock.set(NINE));
  afterAll(async () => {
    await opened.close();
    await fresh.drop();
  });

  it('are held by one at a time, whoever asks', async () => {
    const asked = next();
    const answers = await Promise.all(Array.from({ length: 8 }, () => leases.hold(asked, 60)));
    expect(answers.filter((lease) => lease !== null)).toHaveLength(1);
  });

  it('of different names do not hinder each other', async () => {
    expect(await leases.hold(next(), 60)).not.toBeNull();
    expect(await leases.hold(next(), 60)).not.toBeNull();
  });

  it('can be taken at once after they were released', async () => {
    const asked = next();
    const lease = await leases.hold(asked, 60);
    await lease?.release();
    expect(await leases.hold(asked, 60)).not.toBeNull();
  });

  it('can be taken when their time has run out, not before', async () => {
    const asked = next();
    await leases.hold(asked, 60);
    clock.set(secondsLater(59));
    expect(await leases.hold(asked, 60)).toBeNull();
    clock.set(secondsLater(60));
    expect(await leases.hold(asked, 60)).not.toBeNull();
  });

  it('last for another term when renewed', async () => {
    const asked = next();
    const lease = await leases.hold(asked, 60);
    clock.set(secondsLater(50));
    expect(await lease?.renew()).toBe(true);
    clock.set(secondsLater(100));
    expect(await leases.hold(asked, 60)).toBeNull();
  });

  it('cannot be renewed or released by one who lost them', async () => {
    const asked = next();
    const slow = await leases.hold(asked, 60);
    clock.set(secondsLater(61));
    const quick = await leases.hold(asked, 60);
    expect(await slow?.renew()).toBe(false);
    await slow?.release();
    expect(await leases.hold(asked, 60)).toBeNull();
    expect(await quick?.renew()).toBe(true);
  });
});
