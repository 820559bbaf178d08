import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/platform/access/actor.js';
import { serviceActor } from '../../src/platform/access/actor.js';
import type { AuditQuery } from '../../src/platform/audit/audit-requests.js';
import { AuditTrail } from '../../src/platform/audit/audit-trail.js';
import { SettableClock } from '../../src/platform/clock.js';
import { newId } from '../../src/platform/ids.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type OpenDatabase, openDatabase } from './queue-application.js';

const auditor: Actor = {
  kind: 'user',
  subject: 'auditor-1',
  roles: ['auditor'],
  request: { id: 'request-1', auditClass: 'ledger-read' },
};
const person = newId();
const at = (minute: number) => new Date(Date.UTC(2019, 3, 1, 9, minute));

describe('the audit as a list', () => {
  const clock = new SettableClock(at(0));
  let fresh: FreshDatabase;
  let opened: OpenDatabase;
  let trail: AuditTrail;

  beforeAll(async () => {
    fresh = await freshDatabase();
    opened = await openDatabase(fresh.applicationUrl, clock);
    trail = new AuditTrail(opened.database);
    for (let minute = 1; minute <= 9; minute += 1) {
      clock.set(at(minute));
      await opened.database.inTransaction(serviceActor('worker', minute % 2 ? 'odd' : 'even'), (tx) =>
        tx.audit({
          action: minute < 5 ? 'case.read' : 'case.edit',
          targetType: 'case',
          targetIds: [newId()],
          personIds: minute === 3 || minute === 8 ? [person] : [],
        }),
      );
    }
    clock.set(at(30));
  });
  afterAll(async () => {
    await opened.close();
    await fresh.drop();
  });

  const minutes = async (query: Partial<AuditQuery>) => {
    const page = await trail.page(auditor, { limit: 50, to: at(29).toISOString(), ...query });
    return page.items.map(({ occurredAt }) => Number(occurredAt.slice(14, 16)));
  };

  it('shows the newest first, page by page, everything once', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await trail.page(auditor, { limit: 4, to: at(29).toISOString(), after });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after);
    expect(new Set(seen).size).toBe(9);
    expect(await minutes({})).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('keeps to its filters', async () => {
    expect(await minutes({ personId: person })).toEqual([8, 3]);
    expect(await minutes({ subject: 'service:even' })).toEqual([8, 6, 4, 2]);
    expect(await minutes({ action: 'case.edit', subject: 'service:odd' })).toEqual([9, 7, 5]);
    expect(await minutes({ from: at(7).toISOString() })).toEqual([9, 8, 7]);
    expect(await minutes({ to: at(3).toISOString() })).toEqual([2, 1]);
  });

  it('is itself audited, with what was shown and who was asked about', async () => {
    const shown = await trail.page(auditor, { limit: 50, personId: person, to: at(29).toISOString() });
    const [look] = (await trail.page(auditor, { limit: 1, action: 'audit.read' })).items;
    expect(look).toMatchObject({
      subject: 'auditor-1',
      auditClass: 'ledger-read',
      targetIds: shown.items.map(({ id }) => id),
      personIds: [person],
      requestId: 'request-1',
    });
  });

  it.each(['nonsense', Buffer.from('["2019-04-01"]').toString('base64url')])(
    'refuses the cursor %s',
    async (after) => {
      await expect(trail.page(auditor, { limit: 5, after })).rejects.toMatchObject({ status: 400 });
    },
  );

  it('shows nothing to a role that may not read ledgers', async () => {
    const analyst: Actor = { ...auditor, roles: ['board-analyst'] };
    expect((await trail.page(analyst, { limit: 5 })).items).toEqual([]);
  });
});
