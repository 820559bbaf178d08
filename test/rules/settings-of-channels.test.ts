import { describe, expect, it } from '@jest/globals';
import { NotifyClient } from '../../src/contact/sms/notify-client.js';
import { Settings, SettingsRefused } from '../../src/platform/settings.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://val_app@localhost/val',
  OIDC_ISSUER: 'https://issuer.example.org',
  OIDC_AUDIENCE: 'val',
  FIELD_KEYS: 'given',
  BLIND_INDEX_KEY: 'given',
  AUDIT_KEYS: 'given',
  AUDIT_ANCHOR_FILE: '/tmp/anchor.log',
  MESSAGE_CHANNEL: 'smtp',
  SMTP_URL: 'smtps://mail.example.org',
  SMTP_FROM: 'val@example.org',
  LETTER_CHANNEL: 'none',
  SMS_CHANNEL: 'none',
};
const NOTIFY = {
  SMS_CHANNEL: 'notify',
  NOTIFY_API_KEY: 'key-0193a5b0-0000-4000-8000-0000000000aa-0193a5b0-0000-4000-8000-0000000000bb',
  NOTIFY_SMS_TEMPLATE: '0193a5b0-0000-4000-8000-0000000000cc',
};

describe('The settings of the channels', () => {
  it('capture everything on a developer’s machine', () => {
    const { messageChannel, letterChannel, smsChannel } = new Settings({});
    expect([messageChannel, letterChannel, smsChannel]).toEqual(['capture', 'capture', 'capture']);
  });

  it('let production start where each channel is named', () => {
    expect(new Settings(PRODUCTION).letterChannel).toBe('none');
    const printing = { ...PRODUCTION, LETTER_CHANNEL: 'print-folder', PRINT_FOLDER: '/srv/print' };
    expect(new Settings({ ...PRODUCTION, ...NOTIFY }).smsChannel).toBe('notify');
    expect(new Settings(printing)).toMatchObject({
      letterChannel: 'print-folder',
      printFolder: '/srv/print',
    });
  });

  it.each([
    ['that says nothing of letters', { LETTER_CHANNEL: '' }, 'production needs LETTER_CHANNEL'],
    [
      'that would keep letters',
      { LETTER_CHANNEL: 'capture' },
      'production needs LETTER_CHANNEL=print-folder or none',
    ],
    ['with a folder that is not named', { LETTER_CHANNEL: 'print-folder' }, 'needs PRINT_FOLDER'],
    ['that says nothing of SMS', { SMS_CHANNEL: '' }, 'production needs SMS_CHANNEL'],
    ['that would keep SMS', { SMS_CHANNEL: 'capture' }, 'production needs SMS_CHANNEL=notify or none'],
    [
      'with Notify and no key',
      { ...NOTIFY, NOTIFY_API_KEY: '' },
      'needs NOTIFY_API_KEY and NOTIFY_SMS_TEMPLATE',
    ],
    ['with a short callback token', { NOTIFY_CALLBACK_TOKEN: 'short' }, 'NOTIFY_CALLBACK_TOKEN needs 32'],
    ['with a channel that there is not', { LETTER_CHANNEL: 'pigeon' }, 'LETTER_CHANNEL must be one of'],
  ])('refuse production %s', (_, changes, words) => {
    expect(() => new Settings({ ...PRODUCTION, ...changes })).toThrow(words);
  });

  it.each([
    ['http://notify.example.org', NOTIFY.NOTIFY_API_KEY],
    ['not a url', NOTIFY.NOTIFY_API_KEY],
    ['https://api.notifications.service.gov.uk', 'no-key'],
  ])('refuse Notify at %s with %s, and repeat neither', (url, key) => {
    expect(() => NotifyClient.of(url, key)).toThrow(SettingsRefused);
    expect(() => NotifyClient.of(url, key)).not.toThrow(key);
  });
});
