import { describe, expect, it } from '@jest/globals';

import { emailMatchKey, normaliseEmail } from '../../src/platform/validation/email.js';
import { normalisePhone } from '../../src/platform/validation/phone.js';

describe('a telephone number', () => {
  function outcome(raw: string): string {
    const parsed = normalisePhone(raw);
    if (!parsed.ok) return `! ${parsed.code}`;
    const { e164, kind, extension } = parsed.value;
    return [e164, kind, extension].filter((part) => part !== null).join(' ');
  }

  it.each([
    '07700 900123',
    '(07700) 900-123',
    '+44 7700 900123',
    '+44 (0)7700 900123',
    '0044 7700 900123',
    '447700900123',
    '7700900123',
    '+07700900123',
    '000007700900123',
    '07700\u00a0900123',
  ])('%j is the mobile number it means', (raw) => expect(outcome(raw)).toBe('+447700900123 uk-mobile'));

  it.each([
    ['01632 960001', '+441632960001 uk-landline'],
    ['020 7946 0018', '+442079460018 uk-landline'],
    ['0121 496 0123', '+441214960123 uk-landline'],
    ['029 2018 0123', '+442920180123 uk-landline'],
    ['028 9649 6123', '+442896496123 uk-landline'],
    ['03069 990123', '+443069990123 uk-other'],
    ['07624 123456', '+447624123456 uk-mobile'],
    ['01624 123456', '+441624123456 uk-landline'],
    ['07781 123456', '+447781123456 uk-mobile'],
    ['01534 123456', '+441534123456 uk-landline'],
    ['07900 900123 ext 5', '+447900900123 uk-mobile 5'],
    ['01632 960001 x 204', '+441632960001 uk-landline 204'],
    ['01632 960001 extension: 204', '+441632960001 uk-landline 204'],
    ['01632960001#204', '+441632960001 uk-landline 204'],
    ['+353 86 123 4567', '+353861234567 international'],
    ['00353861234567', '+353861234567 international'],
    ['+1 212 555 0123', '+12125550123 international'],
  ])('%j is %s', (raw, value) => expect(outcome(raw)).toBe(value));

  it.each([
    ['', '! blank'],
    ['UNK', '! phone-placeholder'],
    ['unknown', '! phone-placeholder'],
    ['N/A', '! phone-placeholder'],
    ['not known', '! phone-placeholder'],
    ['No phone', '! phone-placeholder'],
    ['07000000000', '! phone-placeholder'],
    ['00000000000', '! phone-placeholder'],
    ['07777777777', '! phone-placeholder'],
    ['11111111111', '! phone-placeholder'],
    ['07900 000000', '! phone-placeholder'],
    ['07123456789', '! phone-placeholder'],
    ['01234 567890', '! phone-placeholder'],
    ['+19999999999', '! phone-placeholder'],
    ['０７７００９００１２３', '! phone-format'],
    ['07700 900123 / 01632 960001', '! phone-format'],
    ['07700 900123 home', '! phone-format'],
    ['07700 900123 ext 12345678', '! phone-format'],
    ['07700 900123 ext', '! phone-format'],
    ['tel:07700900123', '! phone-format'],
    ['101', '! phone-format'],
    ['999', '! phone-format'],
    ['07700\u0000900123', '! phone-format'],
    ['1'.repeat(200), '! phone-format'],
    ['07700 90012', '! phone-not-given-out'],
    ['07700 9001234', '! phone-not-given-out'],
    ['0600 123456', '! phone-not-given-out'],
    ['353861234567', '! phone-not-given-out'],
    ['+999 123 4567', '! phone-not-given-out'],
    ['0909 8790123', '! phone-service'],
    ['0800 123 1234', '! phone-service'],
  ])('%j is %s', (raw, value) => expect(outcome(raw)).toBe(value));
});

describe('an email address', () => {
  function outcome(raw: string): string {
    const parsed = normaliseEmail(raw);
    return parsed.ok ? parsed.value : `! ${parsed.code}`;
  }

  it.each([
    ['alex@example.org', 'alex@example.org'],
    [' Alex.Smith+x@Example.ORG ', 'Alex.Smith+x@example.org'],
    ["alex.o'neill@example.com", "alex.o'neill@example.com"],
    ['a@b.xn--wales', 'a@b.xn--wales'],
    ['testament@example.org', 'testament@example.org'],
    ['na2001@example.org', 'na2001@example.org'],
    [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
  ])('%j is %s', (raw, value) => expect(outcome(raw)).toBe(value));

  it.each([
    ['', '! blank'],
    ['ａ@b.uk', '! email-not-ascii'],
    ['alex’s@example.org', '! email-not-ascii'],
    ['alex@examplé.org', '! email-not-ascii'],
    ['alex\u0000@example.org', '! email-not-ascii'],
    ['alex smith@example.org', '! email-not-ascii'],
    ['alex', '! email-format'],
    ['@example.org', '! email-format'],
    ['alex@', '! email-format'],
    ['alex@example', '! email-format'],
    ['alex@@example.org', '! email-format'],
    ['alex@one@example.org', '! email-format'],
    ['alex..smith@example.org', '! email-format'],
    ['.alex@example.org', '! email-format'],
    ['alex.@example.org', '! email-format'],
    ['alex@example..org', '! email-format'],
    ['alex@.example.org', '! email-format'],
    ['alex@-example.org', '! email-format'],
    ['alex@exam_ple.org', '! email-format'],
    ['alex@example.c', '! email-format'],
    ['alex@192.168.0.1', '! email-format'],
    ['alex@[192.168.0.1]', '! email-format'],
    ['"alex"@example.org', '! email-format'],
    ['alex;bo@example.org', '! email-format'],
    [`${'a'.repeat(65)}@example.org`, '! email-format'],
    [`alex@${'a'.repeat(64)}.org`, '! email-format'],
    [`alex@${'a.'.repeat(60)}org`, '! email-too-long'],
    ['none@example.org', '! email-placeholder'],
    ['No.Email@example.org', '! email-placeholder'],
    ['noemail@noemail.com', '! email-placeholder'],
    ['unknown@example.org', '! email-placeholder'],
    ['test@example.org', '! email-placeholder'],
    ['alex@none.com', '! email-placeholder'],
    ['UNKNOWN', '! email-placeholder'],
    ['n/a', '! email-placeholder'],
    ['pc.1234@westmercia.pnn.police.uk', '! email-police'],
    ['front.desk@westmercia.police.uk', '! email-police'],
    ['someone@mail.westmercia.example', '! email-police'],
    ['someone@another-force.police.uk', '! email-police'],
  ])('%j is %s', (raw, value) => expect(outcome(raw)).toBe(value));

  it('is matched without regard to case', () => {
    expect(emailMatchKey('Alex.Smith@example.org')).toBe('alex.smith@example.org');
  });
});
