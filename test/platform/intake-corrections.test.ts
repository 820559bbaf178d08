import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/platform/access/actor.js';
import { FieldEncryption } from '../../src/platform/crypto/field-encryption.js';
import { Database } from '../../src/platform/database/database.js';
import { CodeLists } from '../../src/reference-data/code-lists.js';
import { CorrectVictim } from '../../src/victims/correct-victim.js';
import { VictimRecord } from '../../src/victims/victim-record.js';
import { IntakeApplication } from './intake-application.js';
import { ALEX, csv } from './intake-rows.js';

const COORDINATOR: Actor = { kind: 'user', subject: 'dev-coordinator-1', roles: ['coordinator'] };
const AT = (minute: number) => `2019-04-01T20:${minute}:00`;

let intake: IntakeApplication;
let correction: CorrectVictim;

beforeAll(async () => {
  intake = await IntakeApplication.open();
  const [database, encryption] = [intake.get(Database), intake.get(FieldEncryption)];
  const record = new VictimRecord(database, encryption);
  correction = new CorrectVictim(database, encryption, intake.get(CodeLists), record);
});
afterAll(() => intake.close());

async function person() {
  const [row] = await intake.rows<Record<string, unknown> & { id: string; version: number }>(
    `SELECT id, version, given_name AS "givenName", surname, alias, date_of_birth::text AS "bornOn",
            birth_date_doubt AS doubt, interpreter_required AS interpreter, gender
       FROM person`,
  );
  return row!;
}

describe('What a colleague decided of somebody', () => {
  it('settles birth dates that disagree, and stays whatever rows say later', async () => {
    const otherReferral = { ...ALEX, victimOnCrimeId: 'VOC-8' };
    await intake.feed(csv(ALEX));
    await intake.feed(csv({ ...otherReferral, dateOfBirth: '1975-03-14', lastUpdatedDateTime: AT(10) }));
    expect(await person()).toMatchObject({ bornOn: null, doubt: 'birth-dates-disagree' });
    const { id, version } = await person();
    const decided = {
      dateOfBirth: '2008-03-14',
      surname: 'Settled',
      isInterpreterRequired: true,
      alias: null,
    };
    await correction.correct(COORDINATOR, id, version, { ...decided, reasonCode: 'seen-a-document' });
    const settled = { givenName: 'Alex', surname: 'Settled', bornOn: '2008-03-14', doubt: null, alias: null };
    expect(await person()).toMatchObject({ ...settled, interpreter: true });
    const newer = { ...ALEX, interpreterRequired: 'false', alias: 'Lex', gender: 'GEND_0001' };
    await intake.feed(csv({ ...newer, lastUpdatedDateTime: AT(11) }));
    await intake.feed(csv({ ...otherReferral, dateOfBirth: '1900-01-01', lastUpdatedDateTime: AT(12) }));
    await intake.feed(csv({ ...newer, crimeStatus: 'Filed', lastUpdatedDateTime: AT(13) }));
    expect(await person()).toMatchObject({ ...settled, interpreter: true, gender: 'GEND_0001' });
  });

  it('stays unknown where that was decided', async () => {
    const { id, version } = await person();
    await correction.correct(COORDINATOR, id, version, {
      dateOfBirth: null,
      reasonCode: 'officer-confirmed',
    });
    await intake.feed(csv({ ...ALEX, crimeStatus: 'New', lastUpdatedDateTime: AT(14) }));
    expect(await person()).toMatchObject({ bornOn: null, doubt: null, surname: 'Settled' });
  });
});
