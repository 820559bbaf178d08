import { describe, expect, it } from '@jest/globals';
import { type SafeWindow, SendingWindow } from '../../src/contact/sending/sending-window.js';
import { SMS_TEMPLATES } from '../../src/contact/sms/sms-requests.js';
import { MessageTemplates } from '../../src/reference-data/message-templates.js';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import type { GiveawayFile } from '../../src/reference-data/policy/policy-files.js';
import { PolicyReader } from '../../src/reference-data/policy/policy-reader.js';
import { GiveawayWords } from '../../src/reference-data/templates/giveaway-words.js';
import { lintTemplate } from '../../src/reference-data/templates/template-linter.js';
import { Thresholds } from '../../src/reference-data/thresholds.js';

const words = new GiveawayWords(
  new PolicyReader(configFolder()).read<GiveawayFile>('templates/giveaway-words.yaml', 'giveaway-words'),
);
/** Letters that every telephone shows without a change of alphabet; more than 160 are two messages. */
const PLAIN = /^[\w\s.,:;!?'()/-]{1,160}$/;

describe('The texts of SMS', () => {
  const templates = new MessageTemplates(currentPolicy());

  it.each(SMS_TEMPLATES)('%s passes the linter, has no link, and is one message', (code) => {
    const template = templates.current(code, 'en', '2026-11-24')!;
    expect(template.channel).toBe('sms');
    expect(lintTemplate(template, words)).toEqual([]);
    expect(template.body).toMatch(PLAIN);
  });

  it('can have no link, for nobody', () => {
    const sms = (body: string) => lintTemplate({ channel: 'sms', subject: '', body }, words);
    for (const link of [
      'https://example.org',
      'www.example.org',
      'example.org/now',
      'ring tel:01632960000',
    ]) {
      expect([link, sms(`Hello. Please see ${link}`)[0]?.code]).toEqual([link, 'web-address']);
    }
  });

  it('may read on the web in a letter only, and never say what was done', () => {
    const sheet = (body: string) => lintTemplate({ channel: 'letter', subject: '', body }, words);
    expect(sheet('A crime was reported. Read more at www.example.org.')).toEqual([]);
    expect(sheet('About your burglary.')[0]).toMatchObject({ code: 'giveaway-word', place: 'sheet' });
    expect(sheet('Dear {{name}}')[0]?.code).toBe('merge-field');
  });
});

describe('The hours for SMS', () => {
  const window = new SendingWindow(new Thresholds(currentPolicy()));
  const opens = (now: string, safe: SafeWindow[] = []) =>
    window.opensAt(new Date(now), 'sms', safe)?.toISOString() ?? null;

  it.each([
    ['2026-07-01T06:59:59Z', '2026-07-01T07:00:00.000Z'],
    ['2026-07-01T07:00:00Z', null],
    ['2026-07-01T19:00:00Z', '2026-07-02T07:00:00.000Z'],
    ['2026-12-01T19:59:59Z', null],
    ['2026-12-01T20:00:00Z', '2026-12-02T08:00:00.000Z'],
  ])('are 8 to 20 in London: at %s one leaves from %s', (now, from) => {
    expect(opens(now)).toBe(from);
  });

  it('are those that the person named, within these', () => {
    const safe = [
      { days: ['wed'], from: '18:30', to: '22:00' },
      { days: ['wed', 'fri'], from: '06:00', to: '08:30' },
    ];
    expect(opens('2026-12-01T12:00:00Z', safe)).toBe('2026-12-02T08:00:00.000Z');
    expect(opens('2026-12-02T08:15:00Z', safe)).toBeNull();
    expect(opens('2026-12-02T08:30:00Z', safe)).toBe('2026-12-02T18:30:00.000Z');
    expect(opens('2026-12-02T20:00:00Z', safe)).toBe('2026-12-04T08:00:00.000Z');
    expect(window.everOpens(new Date('2026-12-01T12:00:00Z'), 'sms', safe)).toBe(true);
    const late = [{ days: ['sun'], from: '20:00', to: '23:00' }];
    expect(window.everOpens(new Date('2026-12-01T12:00:00Z'), 'sms', late)).toBe(false);
  });

  it('are no hours of letters', () => {
    expect(window.opensAt(new Date('2026-12-02T03:00:00Z'), 'letter')).toBeNull();
  });
});
