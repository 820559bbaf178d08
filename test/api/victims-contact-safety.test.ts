import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

const UNKNOWN = '0193a5b0-0000-7000-8000-00000000dead';

beforeAll(async () => {
  casework = await CaseworkApplication.open();
});

afterAll(() => casework.close());

/** What the last change announced, and the person's safety version. */
async function safetyOf({
  personId,
}: Somebody): Promise<{ version: number; announced: number; event: string }> {
  const [row] = await casework.rows<{ version: number; announced: number; event: string }>(
    `SELECT safety_version AS version,
            (SELECT count(*)::int FROM outbox_event WHERE name = 'contact-safety.changed' AND payload ->> 'personId' = $1::text) AS announced,
            (SELECT kind FROM case_event WHERE person_id = $1::uuid ORDER BY id DESC LIMIT 1) AS event
       FROM person WHERE id = $1::uuid`,
    personId,
  );
  return row!;
}

describe('contact safety', () => {
  beforeAll(async () => {
    ada = await casework.people.add({ markers: { vulnerable: 'yes' }, note: 'Canary note: not at work' });
  });

  it('says that nothing was decided, and what was', async () => {
    const path = `/victims/${ada.personId}/contact-safety`;
    const nothing = await casework.api.as('coordinator').get(path).expect(200);
    expect(nothing.body).toMatchObject({
      latest: null,
      history: [],
      areChecksFinished: false,
      isLatestCurrent: false,
    });
    const reason = {
      code: 'MARKER_SET',
      effect: 'human-only',
      about: { kind: 'referral', id: ada.referralId },
    };
    const reasons = JSON.stringify([{ ...reason, detail: 'vulnerable', isOutranked: false }]);
    await casework.rows(
      `INSERT INTO contact_decision (id, person_id, safety_version, decision, reasons, contact_points, decided_at, decided_by)
       VALUES (gen_random_uuid(), $1, 1, 'HUMAN_ONLY', $2::jsonb, '[]', now(), 'service:test')`,
      ada.personId,
      reasons,
    );
    const { body } = await casework.api.as('coordinator').get(path).expect(200);
    expect(body).toMatchObject({
      isLatestCurrent: true,
      latest: {
        decision: 'HUMAN_ONLY',
        reasons: [{ code: 'MARKER_SET', sentence: 'A danger marker is set.' }],
      },
    });
  });

  it('lets a coordinator read a note and say what it means', async () => {
    const path = `/victims/${ada.personId}/contact-safety/notes`;
    const { body } = await casework.api.as('coordinator').get(path).expect(200);
    expect((body as { items: unknown[] }).items).toMatchObject([
      { text: 'Canary note: not at work', verdict: null },
    ]);
    const before = await safetyOf(ada);
    expect(body).toMatchObject({ safetyVersion: before.version });
    const reading = `${path}/${ada.noteId!}/reading`;
    const warning = { verdict: 'warning', safetyVersion: before.version };
    const answer = await casework.api.as('coordinator').post(reading, warning).expect(200);
    expect(answer.body).toEqual({ personId: ada.personId, safetyVersion: before.version + 1 });
    expect(await safetyOf(ada)).toMatchObject({
      announced: before.announced + 1,
      event: 'safe-contact-note.judged',
    });
    await casework.api.as('coordinator').post(reading, warning).expect(refused(412, 'stale-edit'));
    await casework.api
      .as('coordinator')
      .post(`${path}/${UNKNOWN}/reading`, { ...warning, safetyVersion: before.version + 1 })
      .expect(refused(404, 'not-found'));
    await casework.api
      .as('coordinator')
      .post(reading, { ...warning, verdict: 'ok' })
      .expect(refused(400, 'invalid-request', 'verdict'));
  });

  it('lets a coordinator lift a marker once, as the referral stands', async () => {
    const path = `/victims/${ada.personId}/contact-safety/lifted-markers`;
    const { version } = await safetyOf(ada);
    const marker = { referralId: ada.referralId, marker: 'vulnerable', reasonCode: 'officer-confirmed' };
    const coordinator = casework.api.as('coordinator');
    const stale = { ...marker, safetyVersion: version - 1 };
    await coordinator.post(path, stale).expect(refused(412, 'stale-edit'));
    await coordinator.post(path, { ...marker, safetyVersion: version }).expect(200);
    const body = { ...marker, safetyVersion: version + 1 };
    expect(await safetyOf(ada)).toMatchObject({ event: 'marker.lifted' });
    await coordinator.post(path, body).expect(refused(409, 'marker-not-set'));
    await coordinator.post(path, { ...body, marker: 'noContact' }).expect(refused(409, 'marker-not-set'));
    await coordinator
      .post(path, { ...body, referralId: UNKNOWN })
      .expect(refused(400, 'invalid-request', 'referralId'));
    await coordinator
      .post(path, { ...body, marker: 'repeatVictim' })
      .expect(refused(400, 'invalid-request', 'marker'));
    await casework.rows(
      `UPDATE referral SET latest_version = 2, markers_raised = '{"vulnerable": 2}' WHERE id = $1`,
      ada.referralId,
    );
    await coordinator.post(path, body).expect(200);
  });

  it('keeps preferences, with nothing allowed until somebody asked', async () => {
    const path = `/victims/${ada.personId}/contact-safety/preferences`;
    const coordinator = casework.api.as('coordinator');
    const unasked = await coordinator.get(path).expect(200);
    expect(unasked.body).toMatchObject({
      channelOrder: [],
      voicemail: 'never',
      sms: 'never',
      write: 'never',
      version: 0,
    });
    expect(unasked.headers.etag).toBe('"0"');
    const window = { days: ['mon'], from: '18:00', to: '20:00' };
    const wanted = {
      channelOrder: ['phone'],
      safeWindows: [window],
      voicemail: 'name-only',
      sms: 'never',
      write: 'never',
    };
    const before = await safetyOf(ada);
    await coordinator.put(path, { ...wanted, details: 'Canary: the library rings' }, '"0"').expect(200);
    expect(await safetyOf(ada)).toMatchObject({
      version: before.version + 1,
      announced: before.announced + 1,
    });
    const kept = await coordinator.get(path).expect(200);
    expect(kept.body).toMatchObject({ ...wanted, details: 'Canary: the library rings', version: 1 });
    await coordinator.put(path, wanted, '"0"').expect(refused(412, 'stale-edit'));
    await coordinator.put(path, { ...wanted, channelOrder: [] }, '"1"').expect(200);
    const backwards = { ...wanted, safeWindows: [{ ...window, to: '09:00' }] };
    await coordinator
      .put(path, backwards, '"2"')
      .expect(refused(400, 'invalid-request', 'safeWindows[0].to'));
    const noTime = { ...wanted, safeWindows: [{ ...window, from: '25:00' }] };
    await coordinator.put(path, noTime, '"2"').expect(refused(400, 'invalid-request', 'safeWindows[0].from'));
    const twice = { ...wanted, channelOrder: ['phone', 'phone'] };
    await coordinator.put(path, twice, '"2"').expect(refused(400, 'invalid-request', 'channelOrder'));
    const boolean = { ...wanted, sms: true };
    await coordinator.put(path, boolean, '"2"').expect(refused(400, 'invalid-request', 'sms'));
  });

  it('keeps an objection', async () => {
    const path = `/victims/${ada.personId}/objection`;
    await casework.api.as('coordinator').post(path, { reasonCode: 'person-asked' }).expect(200);
    expect(await safetyOf(ada)).toMatchObject({ event: 'contact.objected' });
    await casework.api
      .as('coordinator')
      .post(path, { reasonCode: 'person-asked' })
      .expect(refused(409, 'already-objected'));
    await casework.api.as('data-protection-officer').post(path, {}).expect(refused(403, 'forbidden'));
  });

  it('takes an objection back on the person’s own word, and keeps that it was made', async () => {
    const path = `/victims/${ada.personId}/objection/withdrawal`;
    const coordinator = casework.api.as('coordinator');
    const { version } = await safetyOf(ada);
    const word = { reasonCode: 'person-rang', safetyVersion: version };
    await coordinator.post(path, { ...word, safetyVersion: version - 1 }).expect(refused(412, 'stale-edit'));
    const byAnother = { ...word, reasonCode: 'professional-asked' };
    await coordinator.post(path, byAnother).expect(refused(400, 'invalid-request', 'reasonCode'));
    const answer = await coordinator.post(path, word).expect(200);
    expect(answer.body).toEqual({ personId: ada.personId, safetyVersion: version + 1 });
    expect(await safetyOf(ada)).toMatchObject({ event: 'contact.objection-withdrawn' });
    await coordinator
      .post(path, { ...word, safetyVersion: version + 1 })
      .expect(refused(409, 'not-objected'));
    const { body } = await coordinator.get(`/victims/${ada.personId}/contact-safety`).expect(200);
    expect(body).toMatchObject({
      objectedAt: null,
      words: [
        {
          kind: 'objection-withdrawn',
          reasonCode: 'person-rang',
          saidBy: 'dev-coordinator-1',
          collisionId: null,
        },
        { kind: 'objected', reasonCode: 'person-asked' },
      ],
    });
    const audited = await casework.rows(
      `SELECT reason_code AS reason FROM audit_entry WHERE action = 'contact.objection-withdrawn'`,
    );
    expect(audited).toEqual([{ reason: 'person-rang' }]);
  });

  it('lets a coordinator clear a collision as it was read, and bring it back', async () => {
    const coordinator = casework.api.as('coordinator');
    const safety = `/victims/${ada.personId}/contact-safety`;
    const [found] = await casework.rows<{ id: string }>(
      `INSERT INTO collision (id, person_id, contact_point_id, kind, found_at)
       VALUES (gen_random_uuid(), $1, $2, 'suspect-phone', now()) RETURNING id`,
      ada.personId,
      ada.mobileId,
    );
    const shown = async () => {
      const { body } = await coordinator.get(safety).expect(200);
      return (body as { collisions: object[] }).collisions;
    };
    const uncleared = { id: found!.id, kind: 'suspect-phone', contactPointId: ada.mobileId, clearedAt: null };
    expect(await shown()).toMatchObject([{ ...uncleared, clearedBy: null, clearReason: null }]);
    const path = `${safety}/collisions/${found!.id}/clearance`;
    const { version } = await safetyOf(ada);
    const word = { reasonCode: 'not-the-suspect', safetyVersion: version };
    await coordinator.post(path, { ...word, safetyVersion: version - 1 }).expect(refused(412, 'stale-edit'));
    await coordinator
      .post(path, { safetyVersion: version })
      .expect(refused(400, 'invalid-request', 'reasonCode'));
    const back = { reasonCode: 'cleared-in-error' };
    await coordinator.post(`${path}/withdrawal`, back).expect(refused(409, 'not-cleared'));
    await coordinator.post(path, word).expect(200);
    expect(await safetyOf(ada)).toMatchObject({ version: version + 1, event: 'collision.cleared' });
    expect(await shown()).toMatchObject([{ clearedBy: 'dev-coordinator-1', clearReason: 'not-the-suspect' }]);
    const again = { ...word, safetyVersion: version + 1 };
    await coordinator.post(path, again).expect(refused(409, 'already-cleared'));
    await casework.api.as('team-leader').post(`${path}/withdrawal`, back).expect(200);
    expect(await safetyOf(ada)).toMatchObject({ version: version + 2, event: 'collision.restored' });
    expect(await shown()).toMatchObject([uncleared]);
    const { body } = await coordinator.get(safety).expect(200);
    expect((body as { words: object[] }).words.slice(0, 2)).toMatchObject([
      { kind: 'collision-restored', collisionId: found!.id, saidBy: 'dev-team-leader-1' },
      { kind: 'collision-cleared', collisionId: found!.id, reasonCode: 'not-the-suspect' },
    ]);
    const stranger = await casework.people.add();
    const crossed = `/victims/${stranger.personId}/contact-safety/collisions/${found!.id}/clearance`;
    await coordinator
      .post(crossed, { ...word, safetyVersion: (await safetyOf(stranger)).version })
      .expect(refused(404, 'not-found'));
    await casework.rows(`UPDATE collision SET gone_at = now() WHERE id = $1`, found!.id);
    await coordinator.post(path, { ...word, safetyVersion: version + 2 }).expect(refused(404, 'not-found'));
    await casework.api.as('data-protection-officer').post(path, word).expect(refused(403, 'forbidden'));
  });

  it('writes no text of anybody into a ledger', async () => {
    const ledgers = await casework.rows(
      `SELECT to_jsonb(a) FROM audit_entry a UNION ALL SELECT to_jsonb(o) FROM outbox_event o UNION ALL SELECT to_jsonb(e) FROM case_event e`,
    );
    expect(JSON.stringify(ledgers)).not.toContain('Canary');
  });
});
