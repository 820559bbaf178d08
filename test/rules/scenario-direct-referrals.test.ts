import { beforeAll, describe, expect, it } from '@jest/globals';
import { DANGER_MARKERS } from '../../src/demo/scenario/columns.js';
import type { DirectReferral } from '../../src/demo/scenario/direct-referral.js';
import { Scenario, type ScenarioDay } from '../../src/demo/scenario/scenario.js';
import { readAthenaFile } from '../support/scenario-reading.js';

const PERIOD = {
  seed: 7,
  from: '2019-04-01',
  to: '2019-08-16',
  athena: 6000,
  internal: 959,
  self: 159,
  other: 16,
};

let days: ScenarioDay[];
let direct: DirectReferral[];

beforeAll(() => {
  days = [...new Scenario(PERIOD).days()];
  direct = days.flatMap((day) => day.directReferrals);
}, 60_000);

describe('The invented direct referrals', () => {
  it('are exactly 959 internal, 159 self and 16 other', () => {
    const count = (pathway: string): number => direct.filter(({ body }) => body.pathway === pathway).length;
    expect([count('internal'), count('self'), count('other')]).toEqual([959, 159, 16]);
  });

  it('are each about another person', () => {
    const people = direct.map(({ body: { person } }) =>
      [
        person.givenName,
        person.surname,
        person.organisationName,
        person.dateOfBirth,
        person.address?.postcode,
      ].join('|'),
    );
    const ids = direct.flatMap(({ body }) => body.person.personId ?? []);
    expect(new Set(people).size).toBe(1_134);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('never share a reference of their sender', () => {
    const references = direct.flatMap(({ body }) => body.senderReference ?? []);
    expect(new Set(references).size).toBe(references.length);
    expect(references).toHaveLength(959 + 16);
  });

  it('come in office hours of their day, in order', () => {
    for (const { on, directReferrals } of days) {
      const hours = directReferrals.map(({ at }) =>
        at.toLocaleString('sv-SE', { timeZone: 'Europe/London' }),
      );
      expect(
        hours.filter((hour) => !hour.startsWith(on) || hour < `${on} 08:00` || hour >= `${on} 18:00`),
      ).toEqual([]);
      expect([...hours].sort()).toEqual(hours);
    }
  });

  it('come from referrers, and from coordinators for people who rang', () => {
    const senders = new Set(direct.map(({ senderRole, body }) => `${body.pathway} ${senderRole}`));
    expect([...senders].sort()).toEqual(['internal referrer', 'other referrer', 'self coordinator']);
    expect(new Set(direct.map(({ body }) => body.role))).toEqual(
      new Set(['victim', 'witness', 'family-member']),
    );
    expect(
      direct.filter(({ body }) => body.pathway === 'other').every(({ body }) => body.role === 'witness'),
    ).toBe(true);
  });

  it('leave out what was not answered and never refuse support', () => {
    const blanks: string[] = [];
    JSON.stringify(direct, (field, value: unknown) => {
      if (value === '' || value === null) blanks.push(field);
      return value;
    });
    expect(blanks).toEqual([]);
    expect(direct.filter(({ body }) => body.victimSupport === false || body.markers?.noContact)).toEqual([]);
    const markers = direct.flatMap(({ body }) => Object.keys(body.markers ?? {}));
    expect(markers.filter((marker) => !(DANGER_MARKERS as readonly string[]).includes(marker))).toEqual([]);
  });

  it('give everybody a telephone in E.164', () => {
    const phones = direct.map(({ body: { person } }) =>
      [person.mobileTelephone, person.homeTelephone, person.workTelephone].filter(
        (phone) => phone !== undefined,
      ),
    );
    expect(phones.filter((numbers) => numbers.length === 0)).toEqual([]);
    const suspects = direct.flatMap(
      ({ body }) => body.suspects?.flatMap(({ telephones }) => telephones ?? []) ?? [],
    );
    expect([...phones.flat(), ...suspects].filter((phone) => !/^\+44\d{10}$/.test(phone))).toEqual([]);
  });

  it('are sometimes about a person and a crime that Athena sends too, before or after', () => {
    const sent = new Map<string, string>();
    for (const { on, athenaFile } of days) {
      for (const { row } of readAthenaFile(athenaFile.csv).lines) {
        const key = row && `${row.crimeReference} ${row.givenName} ${row.surname}`;
        if (key && !sent.has(key)) sent.set(key, on);
      }
    }
    const both = days.flatMap(({ on, directReferrals }) =>
      directReferrals.flatMap(({ body }) => {
        const { person, incident } = body;
        const athenaOn = sent.get(`${incident?.crimeReference} ${person.givenName} ${person.surname}`);
        return athenaOn ? [athenaOn <= on ? 'Athena first' : 'Athena later'] : [];
      }),
    );
    expect(both.filter((order) => order === 'Athena first').length).toBeGreaterThan(200);
    expect(both.filter((order) => order === 'Athena later').length).toBeGreaterThan(10);
  });
});
