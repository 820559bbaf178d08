import { expect, it } from '@jest/globals';
import type { Trial } from '../../support/contract/trial.js';

const NO_KEYS = ['', 'k'.repeat(129), 'two words', 'schlüssel', 'a\tb'];
const NO_ETAGS = ['1', 'W/"1"', '*', '"x"', '""', '"1", "2"', '"-1"', '"1.0"', '"99999999999"'];

/** What is wrong with the headers by which a route that creates or edits is safe to repeat. */
export function describeBadHeaders(trial: () => Trial): void {
  it('a creation without a key of the caller, or with an unusable one', async () => {
    const creating = trial().operations.filter(({ needsKey }) => needsKey);
    for (const operation of creating) {
      const refusal = { status: 400, code: 'invalid-request', field: 'Idempotency-Key' };
      await trial().refusals.expectAll([
        ['no key', trial().rightBut(operation, { 'idempotency-key': undefined }), refusal],
        ...NO_KEYS.map((key): Parameters<Trial['refusals']['expect']> => [
          `key "${key}"`,
          trial().rightBut(operation, { 'idempotency-key': Buffer.from(key, 'utf8').toString('latin1') }),
          refusal,
        ]),
      ]);
    }
    trial().expectNoFaults(creating.length * 5);
  });

  it('an edit without the version that was read, or with none that can be', async () => {
    const editing = trial().operations.filter(({ needsIfMatch }) => needsIfMatch);
    for (const operation of editing) {
      await trial().refusals.expectAll([
        [
          'no If-Match',
          trial().rightBut(operation, { 'if-match': undefined }),
          { status: 428, code: 'if-match-required' },
        ],
        ...NO_ETAGS.map((etag): Parameters<Trial['refusals']['expect']> => [
          `If-Match ${etag}`,
          trial().rightBut(operation, { 'if-match': etag }),
          { status: 400, code: 'invalid-request', field: 'If-Match' },
        ]),
      ]);
    }
    trial().expectNoFaults(editing.length * 10);
  });

  it('an edit of a version that is no longer the last one', async () => {
    const editing = trial().operations.filter(({ needsIfMatch }) => needsIfMatch);
    expect(editing.filter((operation) => !trial().foundFor(operation).id)).toEqual([]);
    for (const operation of editing) {
      const { version } = trial().foundFor(operation);
      const request = trial().rightBut(operation, { 'if-match': `"${Number(version) + 7}"` });
      // Of a thing whose state forbids the edit in any version, that is said first.
      await trial().refusals.expect('a stale version', request, {
        status: [409, 412],
        code: '^(stale-edit|message-not-unknown|not-usable|plan-ended|task-not-open)$',
      });
    }
    trial().expectNoFaults(editing.length);
  });
}
