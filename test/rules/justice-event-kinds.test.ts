import { describe, expect, it } from '@jest/globals';
import { CodeLists } from '../../src/reference-data/code-lists.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import type { EventKindAttributes } from '../../src/reference-data/policy/policy-files.js';
import { refusalOf } from '../support/planted-policy.js';

const FILE = 'victims-code/event-kinds.yaml';
const lists = new CodeLists(currentPolicy());
const kinds = lists.find('justice-event-kinds')!.codes.map(({ code, attributes }) => ({
  code,
  ...(attributes as unknown as EventKindAttributes),
}));

/** The rules of both Codes by their ids. */
const RULES = `
  15-ACK 15-LEAFLET 15-NEEDS 15-REF 15-NOINV 15-FREQ 15-ARR 15-INT 15-REL 15-BAIL 15-CHG 15-CPSPOST 15-CPSMEET 15-VRR
  15-FIRSTH 15-WCUH 15-BAILCT 15-WITNEEDS 15-SENT 15-APPEAL 15-VPS 15-VCS 15-CICA 15-RJ 15-COMP 15-EXP 15-CHILD
  15-BEREAVED 15-BUS 15-TAILOR 20-1 20-2 20-3A 20-3B 20-4A 20-4B 20-4C 20-4D 20-5 20-6A1 20-6A2 20-6A3 20-6A4 20-6B
  20-6C 20-6D 20-6E 20-6F 20-6G 20-6H 20-7A 20-7B 20-8A 20-8B 20-8C 20-8D 20-8E 20-8F 20-9A 20-9B 20-9C 20-9D 20-10
  20-11A 20-11B 20-11C 20-12`
  .trim()
  .split(/\s+/)
  .sort();

describe('the kinds of justice events', () => {
  it('start every rule of both Codes, and can satisfy every one', () => {
    expect(RULES).toHaveLength(67);
    expect([...new Set(kinds.flatMap(({ starts }) => starts))].sort()).toEqual(RULES);
    expect([...new Set(kinds.flatMap(({ satisfies }) => satisfies))].sort()).toEqual(RULES);
  });

  it('are served with the answers, means and questions of quality that an event may carry', () => {
    const of = (list: string) => lists.find(list)!.codes.map(({ code }) => code);
    expect(of('justice-event-victim-answers')).toEqual(['told', 'not-told', 'not-sure']);
    expect(of('justice-event-channels')).toContain('letter');
    expect(of('justice-event-quality')).toContain('reasonsGiven');
  });

  it('are refused where one stands twice, or tells nobody', () => {
    const twice = refusalOf({
      [FILE]: (text) => text.replace('code: suspect.arrested', 'code: suspect.interviewed'),
    });
    expect(twice.message).toMatch(/suspect\.interviewed stands twice/);
    const nobody = refusalOf({
      [FILE]: (text) =>
        text.replace('about: crime\n    satisfies', 'about: crime\n    isTelling: true\n    satisfies'),
    });
    expect(nobody).toMatchObject({ file: FILE, path: '/kinds/1/isTelling' });
    const unknown = refusalOf({ [FILE]: (text) => text.replace('about: suspect', 'about: offender') });
    expect(unknown.message).toMatch(/must be equal to one of the allowed values/);
  });
});
