import { randomUUID } from 'node:crypto';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import type { CaseworkApplication } from './casework-application.js';
import { CountedRows } from './counted-rows.js';
import type { People, Somebody } from './people.js';

const on = (day: string, time = '10:00:00Z') => `2019-${day}T${time}`;

/**
 * A small invented world around April to June 2019 whose return was counted by hand. Answers its people by name.
 *
 * Ada: domestic abuse by the police's marker, referred twice for the same crime, supported with a plan, two agencies.
 * Ben: referred himself for fraud, supported, coped better, closed. Cleo: a child, supported, still open.
 * Dan: burglary, said no. Eve: violence, not reached. Fay: an organisation, nothing heard of yet.
 * Gus: no offence given, supported, at the best score from the start, closed. Hal: of the quarter before, still open.
 */
export function goldenQuarter({ people, database }: CaseworkApplication): Promise<Record<string, Somebody>> {
  return withClient(database.superuserUrl, (client) => {
    const rows = async <T extends object>(sql: string, ...parameters: unknown[]) =>
      (await client.query<T>(sql, parameters)).rows;
    return invent(people, new CountedRows({ rows }));
  });
}

async function invent(people: People, rows: CountedRows): Promise<Record<string, Somebody>> {
  const ada = await people.add({ markers: { domesticAbuse: 'yes' } });
  await rows.arrived(ada, on('04-01', '00:00:00+01:00'), { homeOffice: '008/06' });
  await rows.sql(
    `INSERT INTO referral (id, person_id, restricted, case_id, incident_id, party_id, pathway, feed, source_key, sent_by,
                           first_accepted_at, last_received_at, last_updated_at, latest_version, content_sha256, markers,
                           markers_raised, offences_seen)
     SELECT gen_random_uuid(), person_id, restricted, case_id, incident_id, party_id, 'internal', 'officer', $2, sent_by, $3, $3, $3, 1,
            content_sha256, markers, markers_raised, offences_seen FROM referral WHERE id = $1`,
    ...[ada.referralId, randomUUID(), on('04-02')],
  );
  await rows.about(ada, { gender: 'GNDR_0001', ethnicity_self_defined: 'ESDD_W4' });
  await rows.called(ada, on('04-03'), 'answered-victim', { wants_support: true });
  await rows.assessed(ada, on('04-10'), ['finance-and-benefits', 'safety']);
  await rows.planned(ada, on('04-20'));
  await rows.referredOn(ada, on('04-21'), 'axis', 'accepted');
  await rows.referredOn(ada, on('04-22'), 'relate', 'declined');

  const ben = await people.add();
  await rows.arrived(ben, on('04-15'), { pathway: 'self', homeOffice: '053/01' });
  await rows.called(ben, on('04-15'), 'answered-victim', { wants_support: true });
  await rows.assessed(ben, on('04-16'), ['finance-and-benefits']);
  await rows.exited(ben, on('05-20'), {
    M1_HEALTH: [2, 4, 'improved'],
    M2_COPE: 'improved',
    M3_SAFETY: 'not-assessable',
  });
  await rows.closed(ben, on('05-21'));

  const cleo = await people.add({ dateOfBirth: '2007-05-01' });
  await rows.arrived(cleo, on('05-02'), { homeOffice: '017/02' });
  await rows.called(cleo, on('05-04'), 'answered-victim', { wants_support: true });
  await rows.assessed(cleo, on('05-09'), ['mental-and-physical-health']);
  await rows.referredOn(cleo, on('05-10'), 'axis');

  const dan = await people.add();
  await rows.arrived(dan, on('05-05'));
  await rows.called(dan, on('05-09'), 'answered-victim', { wants_support: false });
  await rows.closed(dan, on('05-09', '11:00:00Z'), 'support-declined');

  const eve = await people.add();
  await rows.arrived(eve, on('05-06'), { homeOffice: '008/06' });
  await rows.called(eve, on('05-07'), 'no-answer', { number: 1 });
  await rows.closed(eve, on('06-20'), 'not-reached');

  const fay = await people.add({ organisationName: 'Invented Corner Shop' });
  await rows.arrived(fay, on('06-30', '23:59:59+01:00'));

  const gus = await people.add();
  await rows.arrived(gus, on('06-01'), { homeOffice: null });
  await rows.assessed(gus, on('06-03'));
  await rows.exited(gus, on('06-25'), { M1_HEALTH: [5, 5, 'maintained'] });
  await rows.closed(gus, on('06-25', '11:00:00Z'));

  const hal = await people.add();
  await rows.arrived(hal, on('03-31', '23:59:59+01:00'));
  await rows.assessed(hal, on('03-31', '23:59:59+01:00'));
  const after = await people.add();
  await rows.arrived(after, on('07-01', '00:00:00+01:00'));
  return { ada, ben, cleo, dan, eve, fay, gus, hal, after };
}
