import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { CaseCalendar } from '../../src/demo/criminal-case/case-calendar.js';
import { SERIOUS_AND_ORGANISED } from '../../src/demo/criminal-case/assumptions.js';
import { Scenario, type ScenarioDay } from '../../src/demo/scenario/scenario.js';

const PERIOD = {
  seed: 7,
  from: '2019-04-01',
  to: '2019-05-31',
  athena: 4000,
  internal: 60,
  self: 5,
  other: 2,
};
const days: ScenarioDay[] = [...new Scenario(PERIOD).days()];
const rowsOf = (seed: number) => {
  const calendar = new CaseCalendar(seed, days);
  return days.flatMap(({ on }) => {
    const { file } = calendar.day(on);
    const rows: Record<string, string>[] = file ? parse(file.csv, { columns: true }) : [];
    return rows.map((row) => ({ ...row, on }));
  }) as (Record<string, string> & { on: string })[];
};
const rows = rowsOf(7);
const kinds = new Set(
  [...readFileSync('config/victims-code/event-kinds.yaml', 'utf8').matchAll(/^ {2}- code: (.+)$/gm)].map(
    ([, code]) => code!,
  ),
);

describe('Criminal cases of the invented period', () => {
  it('are the same for one seed, and others for another', () => {
    expect(rowsOf(7)).toEqual(rows);
    expect(rowsOf(8)).not.toEqual(rows);
  });

  it('name kinds of events that there are, but where a row is broken on purpose', () => {
    const strange = rows.filter(({ eventKind }) => !kinds.has(eventKind!));
    expect(strange.length).toBeGreaterThan(0);
    expect(new Set(strange.map(({ eventReference }) => eventReference!.slice(-2)))).toEqual(new Set(['-K']));
  });

  it('are of most serious and organised crimes, and of few others', () => {
    const spoken = new Set(rows.map(({ crimeReference }) => crimeReference));
    const crimes = days.flatMap((day) => day.crimes);
    const shareOf = (serious: boolean) => {
      const among = crimes.filter(({ nature }) => SERIOUS_AND_ORGANISED.includes(nature) === serious);
      return among.filter(({ reference }) => spoken.has(reference)).length / among.length;
    };
    expect(shareOf(true)).toBeGreaterThan(0.9);
    expect(shareOf(false)).toBeLessThan(0.05);
  });

  it('say nothing that had not happened on the morning of the file, but where a row is broken on purpose', () => {
    const early = rows.filter(
      ({ on, occurredDateTime, eventReference }) =>
        occurredDateTime!.slice(0, 10) >= on && !eventReference!.endsWith('-T'),
    );
    expect(early).toEqual([]);
  });

  it('repeat rows, correct some, withdraw some, and send answers before what they answer', () => {
    const texts = rows.map((row) => JSON.stringify({ ...row, on: '', extractId: '' }));
    expect(new Set(texts).size).toBeLessThan(texts.length);
    const versions = new Map<string, number>();
    for (const { eventReference } of rows)
      versions.set(eventReference!, (versions.get(eventReference!) ?? 0) + 1);
    expect(Math.max(...versions.values())).toBeGreaterThan(1);
    expect(rows.some(({ eventWithdrawn }) => eventWithdrawn === 'true')).toBe(true);
    const first = new Map<string, string>();
    for (const { eventReference, on } of rows)
      if (!first.has(eventReference!)) first.set(eventReference!, on);
    const waits = rows.filter(({ answersReference, on }) => (first.get(answersReference!) ?? '') > on);
    expect(waits.length).toBeGreaterThan(0);
  });

  it('name nobody: suspects are keys, victims the ids of the extract', () => {
    for (const { suspectKey } of rows) expect(suspectKey).toMatch(/^(INVENTED-S-[\d-]+)?$/);
    const names = days.flatMap((day) => day.athenaFile.csv.match(/@[a-z.]+/g) ?? []);
    expect(JSON.stringify(rows)).not.toContain(names[0]);
  });
});
