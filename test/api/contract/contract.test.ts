import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CANARY } from '../../support/contract/refusals.js';
import { Trial } from '../../support/contract/trial.js';
import { outputOf } from '../../support/started-service.js';
import { describeAccess } from './access.js';
import { describeBadBodies } from './bad-bodies.js';
import { describeBadHeaders } from './bad-headers.js';
import { describeBadRequests } from './bad-requests.js';
import { describeHidden } from './hidden.js';
import { describeRepeats } from './repeats.js';

// Every route is in the API description, and everything below is made from that: a new route needs no word here.
let trial: Trial;

beforeAll(async () => {
  trial = await Trial.open();
}, 120_000);
afterAll(() => trial.close());

const opened = () => trial;

describe('Every route', () => {
  describeAccess(opened);
  describeHidden(opened);
});

describe('Every route refuses, storing nothing and telling nothing,', () => {
  let before: Record<string, string>;
  beforeEach(async () => {
    before = await trial.stored();
  });
  afterEach(async () => {
    expect(await trial.stored()).toEqual(before);
  });

  describeBadRequests(opened);
  describeBadBodies(opened);
  describeBadHeaders(opened);
});

describe('Every route that creates', () => {
  describeRepeats(opened);
});

describe('The log', () => {
  it('repeats nothing of what was refused', async () => {
    expect(await outputOf(trial.world.address)).not.toContain(CANARY);
  });
});
