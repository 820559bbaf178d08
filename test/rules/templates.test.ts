import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MessageTemplates } from '../../src/reference-data/message-templates.js';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { GiveawayWords } from '../../src/reference-data/templates/giveaway-words.js';
import { lintTemplate } from '../../src/reference-data/templates/template-linter.js';
import type { GiveawayFile } from '../../src/reference-data/policy/policy-files.js';
import { PolicyReader } from '../../src/reference-data/policy/policy-reader.js';
import { lineOf, loadPlanted, refusalOf } from '../support/planted-policy.js';

const DAY = '2019-04-01';
const ENGLISH = 'templates/email-acknowledgement.en.yaml';
const words = new GiveawayWords(
  new PolicyReader(configFolder()).read<GiveawayFile>('templates/giveaway-words.yaml', 'giveaway-words'),
);
const SAFE = {
  subject: 'A message for you',
  body: 'Hello,\n\nWe are here if you would find it useful to talk.\n',
};
const email = (changes: Partial<typeof SAFE>) =>
  lintTemplate({ channel: 'email', ...SAFE, ...changes }, words);
const sms = (body: string) => lintTemplate({ channel: 'sms', subject: '', body }, words);
const envelope = (subject: string) =>
  lintTemplate({ channel: 'letter', subject, body: 'Dear reader' }, words);
const codesOf = (findings: { code: string }[]) => [...new Set(findings.map(({ code }) => code))];

describe('the automatic email', () => {
  const template = new MessageTemplates(currentPolicy()).current('email-acknowledgement', 'en', DAY)!;

  it('says who to ring, and names neither crime, victim, police nor service', () => {
    expect(template).toMatchObject({
      version: 1,
      channel: 'email',
      language: 'en',
      subject: 'A message for you',
    });
    expect(template.body).toContain('0800 952 3000');
    expect(`${template.subject} ${template.body}`).not.toMatch(
      /victim|crime|police|west mercia|advice line|@|http|www/i,
    );
    expect(template.contentSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has no place for a name or anything else of the person', () => {
    expect(`${template.subject}${template.body}`).not.toMatch(/[{}[\]<>%$]|\(\(/);
    expect(template.body.startsWith('Hello,\n')).toBe(true);
  });

  it('is the same for everyone, by its number', () => {
    const templates = new MessageTemplates(currentPolicy());
    expect(templates.version('email-acknowledgement', 'en', 1)).toEqual(template);
    expect(templates.version('email-acknowledgement', 'en', 2)).toBeNull();
    expect(templates.current('letter-of-nobody', 'en', DAY)).toBeNull();
  });

  it('is not sent in a Welsh that nobody has confirmed', () => {
    const templates = new MessageTemplates(currentPolicy());
    expect(templates.current('email-acknowledgement', 'cy', DAY)).toBeNull();
    expect(templates.version('email-acknowledgement', 'cy', 1)?.subject).toBe('Neges i chi');
  });

  it('changes by a new version from a day on, and old days keep the old one', () => {
    const text = readFileSync(join(configFolder(), ENGLISH), 'utf8');
    const next = text
      .replace('  - version: 1\n', '  - version: 1\n    validTo: 2020-12-31\n')
      .concat(
        '  - version: 2\n    validFrom: 2021-01-01\n    factStatus: ours\n    subject: For you\n    body: Hello, we are here.\n',
      );
    const templates = new MessageTemplates(loadPlanted({ [ENGLISH]: next }));
    expect(templates.current('email-acknowledgement', 'en', '2020-12-31')?.version).toBe(1);
    expect(templates.current('email-acknowledgement', 'en', '2021-01-01')?.version).toBe(2);
    const both = next.replace('validTo: 2020-12-31', 'validTo: 2021-01-01');
    expect(refusalOf({ [ENGLISH]: both }).fault).toBe('version 1 holds on the same days: end it');
  });
});

describe('the linter', () => {
  it('lets safe texts pass', () => {
    expect(email({})).toEqual([]);
    expect(sms('Please ring us on 0800 952 3000 when you have a quiet moment.')).toEqual([]);
    expect(envelope('Private and confidential')).toEqual([]);
    expect(email({ body: `${SAFE.body}${'We are here. '.repeat(12)}We can help, and support you.` })).toEqual(
      [],
    );
  });

  it('finds what gives a person away, wherever others see it', () => {
    const planted = [
      'Your burglary',
      'CRIME update',
      'For victims',
      'West Mercia Police',
      'A word from PCC',
      'About the assault',
    ];
    for (const subject of [
      ...planted,
      'Victim Advice Line',
      'Support for you',
      'Trosedd',
      'Heddlu',
      'Your refuge place',
    ]) {
      expect([subject, codesOf(email({ subject }))]).toEqual([subject, ['giveaway-word']]);
      expect([subject, envelope(subject).map(({ place }) => place)[0]]).toEqual([subject, 'envelope']);
    }
    for (const text of planted) {
      expect([text, sms(text)[0]?.code]).toEqual([text, 'giveaway-word']);
      expect([
        text,
        email({ body: `${SAFE.body}\n${'We are here. '.repeat(20)}\n${text}` })[0]?.place,
      ]).toEqual([text, 'body']);
    }
  });

  it('finds what a locked screen would show of the first lines', () => {
    const [finding] = email({ body: 'Hello,\n\nThis is the support service.\n' });
    expect(finding).toMatchObject({ place: 'preview', part: 'body', line: 2 });
  });

  it('is not deceived by capitals, accents, full-width letters or invisible characters', () => {
    for (const subject of ['VICTIM', 'vïctim', 'ｖｉｃｔｉｍ', 'vic\u200btim', 'vic\u00adtim', 'Victims’']) {
      expect([subject, codesOf(email({ subject }))]).toEqual([subject, ['giveaway-word']]);
    }
    for (const phrase of ['West  Mercia', 'West\nMercia', 'west-mercia']) {
      expect([phrase, codesOf(email({ body: `${SAFE.body}\n${phrase}` }))]).toEqual([
        phrase,
        ['giveaway-word'],
      ]);
    }
  });

  it('does not find words in the middle of others', () => {
    expect(email({ subject: 'Showcase of carnival validation' })).toEqual([]);
    expect(email({ subject: 'In any case' })).toHaveLength(1);
  });

  it('finds every web and email address', () => {
    for (const link of [
      'https://example.org/a',
      'www.example.org',
      'example.org',
      'call@example.org',
      'tel:08009523000',
      'HTTP://X',
    ]) {
      expect([link, codesOf(sms(`Please see ${link} today`))]).toEqual([link, ['web-address']]);
      expect([link, codesOf(email({ body: `${SAFE.body}\n${link}` }))]).toEqual([link, ['web-address']]);
    }
  });

  it('finds merge fields, markup and control characters', () => {
    for (const field of ['{{name}}', '((name))', '${name}', '[[name]]', '%NAME%', '<< name >>']) {
      expect([field, codesOf(email({ body: `${SAFE.body}\nDear ${field}` }))]).toEqual([
        field,
        ['merge-field'],
      ]);
    }
    expect(codesOf(email({ body: `${SAFE.body}\n<b>Dear</b> &nbsp;` }))).toEqual(['markup']);
    expect(codesOf(email({ subject: 'For you\r\nBcc: x' }))).toContain('control-character');
    expect(codesOf(email({ subject: 'For you\nand you' }))).toEqual(['control-character']);
    expect(codesOf(email({ body: `${SAFE.body}\u0000` }))).toEqual(['control-character']);
  });

  it('wants a subject and a text, not too long', () => {
    expect(codesOf(email({ subject: '  ' }))).toEqual(['blank']);
    expect(codesOf(email({ body: '\n' }))).toEqual(['blank']);
    expect(codesOf(email({ subject: 'you '.repeat(30) }))).toEqual(['too-long']);
  });

  it('finds a forbidden word between any other words', () => {
    const harmless = fc.constantFrom(
      'hello',
      'you',
      'we',
      'are',
      'here',
      'today',
      '—',
      '“quiet”',
      '0800',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.array(harmless),
        fc.constantFrom('victim', 'Police', 'STALKING', 'heddlu'),
        fc.array(harmless),
        (before, word, after) => {
          const text = [...before, word, ...after].join(' ');
          expect(sms(text).some(({ code }) => code === 'giveaway-word')).toBe(true);
        },
      ),
    );
  });

  it('uses the words of the days on which a text holds', () => {
    const dated = new GiveawayWords({
      source: 'invented',
      factStatus: 'ours',
      groups: [{ what: 'service', places: ['subject'], words: 'lantern*', validFrom: '2021-01-01' }],
    });
    const lint = (days: { validFrom?: string; validTo?: string }) =>
      lintTemplate({ channel: 'email', subject: 'Lanterns', body: 'Hello', ...days }, dated).length;
    expect(lint({ validTo: '2020-12-31' })).toBe(0);
    expect(lint({ validFrom: '2021-01-01' })).toBe(1);
    expect(lint({})).toBe(1);
  });
});

describe('a start with a template that gives people away', () => {
  const text = readFileSync(join(configFolder(), ENGLISH), 'utf8');

  it('stops, naming file and line', () => {
    const planted = text.replace('With kind regards,', 'With kind regards from the police,');
    const refusal = refusalOf({ [ENGLISH]: planted });
    expect(refusal).toMatchObject({
      file: ENGLISH,
      line: lineOf(planted, 'from the police'),
      path: '/versions/0/body',
    });
    expect(refusal.message).toContain(`config/${ENGLISH}:${refusal.line}: `);
    expect(refusal.message).toContain('"police" gives the person away in the body');
  });

  it('stops for a subject and for a link too', () => {
    const subject = text.replace('subject: A message for you', 'subject: Your crime');
    expect(refusalOf({ [ENGLISH]: subject })).toMatchObject({ line: lineOf(subject, 'subject: Your crime') });
    const link = text.replace('The coordinators', 'The coordinators, example.org');
    expect(refusalOf({ [ENGLISH]: link })).toMatchObject({ line: lineOf(link, 'example.org') });
  });

  it('stops for a language that is not sent as well', () => {
    const welsh = 'templates/email-acknowledgement.cy.yaml';
    const refusal = refusalOf({
      [welsh]: (body) => body.replace('Cofion cynnes,', 'Cofion cynnes gan yr heddlu,'),
    });
    expect(refusal.message).toContain('"heddlu" gives the person away');
  });
});
