import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { ChannelOutcome } from '../../src/contact/channels/channel.js';
import { SmtpChannel } from '../../src/contact/channels/smtp-channel.js';
import { readSmtpSettings } from '../../src/contact/channels/smtp-settings.js';
import { type Script, ScriptedRelay } from '../support/scripted-relay.js';

const FROM = 'Invented Service <service@example.org>';
const LIMITS = { connect: 300, silence: 400, whole: 1500 };
const EMAIL = {
  messageId: '0193a5b0-0000-7000-8000-000000000001',
  attempt: 1,
  personId: '0193a5b0-0000-7000-8000-000000000002',
  channel: 'email' as const,
  claimedAt: new Date('2019-04-02T09:30:00Z'),
  reference: '0193a5b0-0000-7000-8000-000000000001.1',
  recipient: 'ada@example.org',
  subject: 'A message for you',
  body: 'Hello,\n\nWe are here. Ŵ ŷ £\n.\nA line that begins with a dot.\n',
};

let relay: ScriptedRelay;

beforeAll(async () => {
  relay = await ScriptedRelay.start();
});

afterEach(() => {
  relay.script = {};
  relay.texts.length = 0;
  relay.commands.length = 0;
});

afterAll(() => relay.stop());

const send = (script: Script, email = EMAIL): Promise<ChannelOutcome> => {
  relay.script = script;
  return SmtpChannel.fromUrl(relay.url, FROM, LIMITS).send(email);
};

const OUTCOMES: [what: string, script: Script, outcome: ChannelOutcome][] = [
  ['takes the message', {}, { result: 'accepted' }],
  ['takes it slowly', { delay: 250 }, { result: 'accepted' }],
  ['refuses the mailbox', { recipient: '550 5.1.1 unknown' }, refused('smtp-5.1.1', true)],
  ['refuses the mailbox for now', { recipient: '450 4.2.1 busy' }, notSent('smtp-4.2.1')],
  ['refuses our sender', { mail: '550 5.7.1 not you' }, notSent('smtp-5.7.1')],
  ['refuses the command DATA', { data: '554 no' }, refused('smtp-554', false)],
  ['puts off the command DATA', { data: '451 later' }, notSent('smtp-451')],
  ['refuses the text', { end: '554 5.7.1 spam' }, refused('smtp-5.7.1', false)],
  ['refuses the mailbox after the text', { end: '550 5.1.1 unknown' }, refused('smtp-5.1.1', true)],
  ['puts off the text', { end: '451 4.3.0 later' }, notSent('smtp-4.3.0')],
  ['closes instead of answering the text', { end: '421 4.3.2 closing' }, unknown('smtp-4.3.2')],
  ['drops the line after the text', { end: 'drop' }, unknown('smtp-econnection')],
  ['drops the line within the text', { during: 'drop' }, unknown('smtp-econnection')],
  ['hangs after the text', { end: 'hang' }, unknown('smtp-etimedout')],
  ['answers the text with nonsense', { end: 'what?' }, unknown('smtp-emessage')],
  ['drops the line at once', { greeting: 'drop' }, notSent('smtp-econnection')],
  ['drops the line at the recipient', { recipient: 'drop' }, notSent('smtp-econnection')],
  ['hangs at the greeting', { greeting: 'hang' }, notSent('smtp-etimedout')],
  ['hangs at the recipient', { recipient: 'hang' }, notSent('smtp-etimedout')],
  ['is closing', { greeting: '421 4.3.2 closing' }, notSent('smtp-4.3.2')],
];

describe('A relay', () => {
  it.each(OUTCOMES)('that %s', async (_, script, outcome) => {
    expect(await send(script)).toEqual(outcome);
  });

  it('that nobody runs has nothing', async () => {
    const gone = await ScriptedRelay.start();
    const { url } = gone;
    await gone.stop();
    expect(await SmtpChannel.fromUrl(url, FROM, LIMITS).send(EMAIL)).toEqual(notSent('smtp-econnrefused'));
  });

  it('that drips for ever is given up after the time for the whole', async () => {
    relay.script = { end: 'hang' };
    const channel = SmtpChannel.fromUrl(relay.url, FROM, { connect: 300, silence: 60_000, whole: 500 });
    const began = performance.now();
    expect(await channel.send(EMAIL)).toEqual(unknown('smtp-too-long'));
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('that offers no TLS and is not on this machine gets not even an address', async () => {
    const settings = { ...readSmtpSettings(relay.url, FROM), isThisMachine: false };
    expect(await new SmtpChannel(settings, LIMITS).send(EMAIL)).toMatchObject({ result: 'not-sent' });
    expect(relay.commands.filter((command) => /^(MAIL|RCPT|AUTH)/i.test(command))).toEqual([]);
  });

  it('whose certificate nobody vouches for is not talked to', async () => {
    const server = new SMTPServer({ secure: true, authOptional: true, logger: false });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    const outcome = await SmtpChannel.fromUrl(`smtps://127.0.0.1:${port}`, FROM, LIMITS).send(EMAIL);
    expect(outcome).toMatchObject({ result: 'not-sent' });
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
});

describe('What leaves', () => {
  it('is plain text with our reference, marked as sent by a machine', async () => {
    await send({});
    const [text = ''] = relay.texts;
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toContain(`Message-ID: <${EMAIL.reference}@example.org>`);
    expect(head).toContain('Auto-Submitted: auto-generated');
    expect(head).toContain('Content-Type: text/plain; charset=utf-8');
    expect(head).toContain('To: ada@example.org');
    expect(head).not.toMatch(/html|multipart/i);
    expect(body).not.toMatch(/<[a-z]/i);
  });

  it('goes to the one recipient of the envelope, whatever the subject or address holds', async () => {
    await send(
      {},
      { ...EMAIL, subject: 'Hi\r\nBcc: eve@example.com\r\n\r\ntext', recipient: 'a.b+c@example.org' },
    );
    expect(relay.commands.filter((command) => /^RCPT/i.test(command))).toEqual([
      'RCPT TO:<a.b+c@example.org>',
    ]);
    const [head = ''] = relay.texts[0]!.split('\r\n\r\n');
    expect(head).not.toMatch(/^Bcc:/im);
  });

  it('is never handed over to an address with a line break in it', async () => {
    const outcome = await send({}, { ...EMAIL, recipient: 'a@example.org>\r\nRCPT TO:<eve@example.com' });
    expect(outcome.result).not.toBe('accepted');
    expect(relay.texts).toEqual([]);
  });
});

describe('The settings of a relay', () => {
  it('demand TLS of every relay but one on this machine', () => {
    expect(readSmtpSettings('smtp://mail.example.org', FROM)).toMatchObject({
      isThisMachine: false,
      port: 587,
    });
    expect(readSmtpSettings('smtps://me:a%40b@mail.example.org', 'service@example.org')).toMatchObject({
      ...{ isTlsFromStart: true, port: 465, sender: 'service@example.org' },
      credentials: { user: 'me', pass: 'a@b' },
    });
    expect(readSmtpSettings('smtp://127.0.0.1:1025', FROM)).toMatchObject({
      isThisMachine: true,
      port: 1025,
    });
    expect(readSmtpSettings('smtp://127.evil.example.org', FROM)).toMatchObject({ isThisMachine: false });
  });

  it.each([
    ['http://mail.example.org', FROM],
    ['mail.example.org', FROM],
    ['smtp://mail.example.org', 'nobody'],
    ['smtp://mail.example.org', 'A\r\nBcc: eve@example.com <a@example.org>'],
  ])('are refused: %s from %j', (url, from) => {
    expect(() => readSmtpSettings(url, from)).toThrow(/SMTP_/);
  });
});

function refused(code: string, isAboutRecipient: boolean): ChannelOutcome {
  return { result: 'refused', code, isAboutRecipient };
}

function notSent(code: string): ChannelOutcome {
  return { result: 'not-sent', code };
}

function unknown(code: string): ChannelOutcome {
  return { result: 'unknown', code };
}
