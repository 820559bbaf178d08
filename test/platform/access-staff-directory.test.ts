import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/platform/access/actor.js';
import { DevelopmentIssuer } from '../../src/platform/access/development-issuer.js';
import { INVENTED_STAFF } from '../../src/platform/access/development-staff.js';
import { mayDo } from '../../src/platform/access/permissions.js';
import { StaffDirectory } from '../../src/platform/access/staff-directory.js';
import { Database } from '../../src/platform/database/database.js';
import { AccessApplication } from '../support/access-application.js';
import { NOW } from '../support/access-tokens.js';

let access: AccessApplication;
beforeAll(async () => {
  access = await AccessApplication.open([]);
});
afterAll(() => access.close());

describe('the staff directory', () => {
  const system: Actor = { kind: 'worker', subject: 'service:test', roles: [] };

  it('has the invented staff with casework roles from the start', async () => {
    const kept = await access.rows('SELECT subject FROM staff_member ORDER BY subject');
    const casework = INVENTED_STAFF.filter(({ roles }) => mayDo(roles, 'case:edit')).map(
      ({ subject }) => subject,
    );
    expect(kept.map(({ subject }) => subject)).toEqual(expect.arrayContaining(casework));
    expect(kept.some(({ subject }) => String(subject).startsWith('dev-auditor'))).toBe(false);
  });

  it('learns a newcomer from the first request, once for many at a time', async () => {
    const newcomer = {
      subject: 'dev-newcomer',
      roles: ['coordinator' as const],
      displayName: 'Invented Newcomer',
    };
    const headers = { authorization: `Bearer ${await access.app.get(DevelopmentIssuer).tokenFor(newcomer)}` };
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async () => (await access.ask('/staff', headers)).status),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    const [kept] = await access.rows(`SELECT * FROM staff_member WHERE subject = 'dev-newcomer'`);
    expect(kept).toMatchObject({
      display_name: 'Invented Newcomer',
      roles: ['coordinator'],
      team: null,
      first_seen_at: NOW,
    });
  });

  it('writes again after five minutes, and at once where something changed', async () => {
    const directory = access.app.get(StaffDirectory);
    const user = {
      subject: 'dev-mover',
      roles: ['coordinator' as const],
      displayName: 'Invented Mover',
      team: 'central',
    };
    const seenAt = async () =>
      (await access.rows(`SELECT * FROM staff_member WHERE subject = 'dev-mover'`))[0];
    const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
    await directory.seen(user);
    access.clock.set(minutes(4));
    await directory.seen(user);
    expect((await seenAt())?.last_seen_at).toEqual(NOW);
    access.clock.set(minutes(5));
    await directory.seen(user);
    expect((await seenAt())?.last_seen_at).toEqual(minutes(5));
    await directory.seen({ ...user, team: 'specialist' });
    expect(await seenAt()).toMatchObject({ team: 'specialist', first_seen_at: NOW });
    access.clock.set(NOW);
  });

  it('does not keep people who work no cases', async () => {
    await access.ask('/staff', await access.bearerOf('auditor'));
    expect(await access.rows(`SELECT FROM staff_member WHERE 'auditor' = ANY (roles)`)).toEqual([]);
  });

  it('tries again where the first writing failed', async () => {
    const directory = access.app.get(StaffDirectory);
    const broken = { subject: 'dev-broken', roles: ['coordinator' as const], displayName: 'a\0b' };
    await expect(directory.seen(broken)).rejects.toThrow();
    await expect(directory.seen(broken)).rejects.toThrow();
    await directory.seen({ ...broken, displayName: 'Invented Again' });
  });

  it('finds one by subject, and nobody by another', async () => {
    const directory = access.app.get(StaffDirectory);
    await access.app.get(Database).inTransaction(system, async (tx) => {
      expect(await directory.find(tx, 'dev-team-leader-2')).toEqual({
        subject: 'dev-team-leader-2',
        displayName: 'Invented Team Leader Two',
        roles: ['team-leader'],
        team: 'specialist',
      });
      expect(await directory.find(tx, 'nobody')).toBeNull();
    });
  });

  it('is listed page by page for those who give out work', async () => {
    const headers = await access.bearerOf('team-leader');
    const subjects: string[] = [];
    let after = '';
    do {
      const { body } = await access.ask(`/staff?limit=2${after}`, headers);
      const page = body as { items: { subject: string }[]; next: string | null };
      expect(page.items.length).toBeLessThanOrEqual(2);
      subjects.push(...page.items.map(({ subject }) => subject));
      after = page.next ? `&after=${page.next}` : '';
    } while (after);
    expect(subjects).toEqual(
      (await access.rows('SELECT subject FROM staff_member')).map(({ subject }) => String(subject)).sort(),
    );
    expect((await access.ask('/staff', await access.bearerOf('referrer'))).status).toBe(403);
    expect((await access.ask('/staff?after=nonsense', headers)).body).toMatchObject({ status: 400 });
  });
});
