import { it } from '@jest/globals';
import { CANARY } from '../../support/contract/refusals.js';
import type { Trial } from '../../support/contract/trial.js';
import { NO_BODIES, wrongBodies } from '../../support/contract/wrong-values.js';

const TEN_MEGABYTES = 10 * 1024 * 1024;

/** What is wrong with a body. */
export function describeBadBodies(trial: () => Trial): void {
  it('each field that is wrong, missing or unknown, naming it', async () => {
    for (const operation of trial().withBody) {
      const { schema, example } = operation.body!;
      const right = trial().right(operation);
      const bodies = wrongBodies(schema, { ...example, ...(JSON.parse(String(right.body)) as object) });
      await trial().refusals.expectAll(
        bodies.map(({ what, field, body }) => {
          const headers = trial().world.headersFor(operation, trial().foundFor(operation));
          const refusal = field === '' ? { status: 400 } : { status: 400, code: 'invalid-request', field };
          return [what, { ...right, headers, body }, refusal];
        }),
      );
    }
    trial().expectNoFaults(500);
  }, 180_000);

  it('what is no JSON object', async () => {
    for (const operation of trial().withBody) {
      await trial().refusals.expectAll(
        NO_BODIES.map(([what, body, code]) => {
          const headers = trial().world.headersFor(operation, trial().foundFor(operation));
          return [what, { ...trial().right(operation), headers, body }, { status: 400, code }];
        }),
      );
    }
    trial().expectNoFaults(100);
  });

  it('another content type', async () => {
    const types = [
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'nonsense',
    ];
    for (const operation of trial().withBody) {
      const { headers, ...request } = trial().right(operation);
      await trial().refusals.expectAll(
        types.map((type) => [
          type,
          { ...request, headers: { ...headers, 'content-type': type } },
          { status: 415 },
        ]),
      );
      const { 'content-type': _, ...untyped } = headers;
      await trial().refusals.expect(
        'no content type',
        { ...request, headers: untyped },
        { status: [400, 415] },
      );
    }
    trial().expectNoFaults(50);
  });

  it('ten megabytes', async () => {
    for (const operation of trial().withBody) {
      const request = { ...trial().right(operation), body: `{"${CANARY}": "`, announced: TEN_MEGABYTES };
      await trial().refusals.expect('10 MB', request, { status: 413, code: 'body-too-large' });
    }
    trial().expectNoFaults(5);
  });
}
