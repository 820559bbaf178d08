import { describe, expect, it } from '@jest/globals';
import { addressLines } from '../../src/contact/letters/postal-address.js';
import { LetterNotPrintable, printedLetter } from '../../src/contact/letters/printed-letter.js';
import { MessageTemplates } from '../../src/reference-data/message-templates.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';

const ADDRESS = {
  subBuildingName: 'Flat 2',
  buildingName: 'Invented House',
  buildingNumber: '12',
  street: 'Invented Street',
  cityOrTown: 'Worcester',
  county: 'Worcestershire',
  postcode: 'wr1 1aa',
};
const claimedAt = new Date('2019-08-01T22:30:00Z');

describe('The letter to those with no needs', () => {
  const letter = new MessageTemplates(currentPolicy()).current('letter-no-needs', 'en', '2019-08-01')!;

  it('acknowledges, offers support at any point, and says where to read about rights', () => {
    expect(letter).toMatchObject({ channel: 'letter', version: 1, subject: '' });
    for (const said of ['we are sorry', 'at any point', '0800 952 3000', 'victimadviceline.org.uk', 'rights'])
      expect(letter.body).toContain(said);
  });

  it('has no place for anything of the person, nor for what was done to them', () => {
    expect(letter.body).not.toMatch(/[{}[\]<>%$]|\(\(|burglary|theft|assault|police|dear /i);
  });

  it('fits one sheet, is the same each time, and says nothing in its properties', async () => {
    const recipient = addressLines('Siân Tŷ-Łódź Invented', ADDRESS)!.join('\n');
    const [one, other] = [
      await printedLetter({ recipient, body: letter.body, claimedAt }),
      await printedLetter({ recipient, body: letter.body, claimedAt }),
    ];
    expect(one.equals(other)).toBe(true);
    const text = one.toString('latin1');
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(text).not.toMatch(/\/(Title|Author|Subject|Keywords)\b/);
  });

  it('is not printed with signs that the font lacks', async () => {
    const letterTo = (recipient: string) => printedLetter({ recipient, body: letter.body, claimedAt });
    await expect(letterTo('Ada 𓀀 Invented')).rejects.toThrow(LetterNotPrintable);
  });
});

describe('The address in the window', () => {
  it('is the name, then the address as the post office wants it', () => {
    expect(addressLines('Ada Invented', ADDRESS)).toEqual([
      'Ada Invented',
      'Flat 2, Invented House',
      '12 Invented Street',
      'WORCESTER',
      'Worcestershire',
      'WR1 1AA',
    ]);
    const { buildingNumber, street, postcode } = ADDRESS;
    expect(addressLines('Ada Invented', { buildingNumber, street, postcode })).toEqual([
      'Ada Invented',
      '12 Invented Street',
      'WR1 1AA',
    ]);
  });

  it.each([
    ['without a name', ' ', ADDRESS],
    ['without a postcode', 'Ada Invented', { ...ADDRESS, postcode: null }],
    ['with a postcode alone', 'Ada Invented', { postcode: 'WR1 1AA' }],
    ['wider than the window', 'Ada Invented', { ...ADDRESS, street: 'A'.repeat(60) }],
  ])('is none %s', (_, name, address) => {
    expect(addressLines(name, address)).toBeNull();
  });
});
