import { describe, expect, it } from '@jest/globals';
import { Settings } from '../../src/platform/settings.js';

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
};

describe('The settings of the channels', () => {
  it('capture everything on a developer’s machine', () => {
    const { messageChannel, letterChannel } = new Settings({});
    expect([messageChannel, letterChannel]).toEqual(['capture', 'capture']);
  });

  it('let production start where each channel is named', () => {
    expect(new Settings(PRODUCTION).letterChannel).toBe('none');
    const printing = { ...PRODUCTION, LETTER_CHANNEL: 'print-folder', PRINT_FOLDER: '/srv/print' };
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
    ['with a channel that there is not', { LETTER_CHANNEL: 'pigeon' }, 'LETTER_CHANNEL must be one of'],
  ])('refuse production %s', (_, changes, words) => {
    expect(() => new Settings({ ...PRODUCTION, ...changes })).toThrow(words);
  });
});
