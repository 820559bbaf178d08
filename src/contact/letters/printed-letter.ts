import { createRequire } from 'node:module';
import type { OutgoingMessage } from '../channels/channel.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';

const MM = 72 / 25.4;
/**
 * A4 in thirds for a DL envelope with a window (BS 4264: 35 by 90 mm, 20 mm from the left, 18 mm from the bottom). As a
 * sheet slides in its envelope, the window shows parts of 46 to 92 mm from the top, and always those from 57 to 81: the
 * address stands in these, and nothing else in the others.
 */
const SHEET = { margin: 22 * MM, addressTop: 58 * MM, dateTop: 20 * MM, textTop: 102 * MM, bottom: 20 * MM };
const ADDRESS_SIZE = 9.5;
const TEXT_SIZE = 11;
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** Something in a letter cannot be printed; the text is not repeated. */
export class LetterNotPrintable extends Error {}

/**
 * A letter as a PDF of A4 pages: the date, the address where the envelope's window is, and the text below the fold.
 * The same letter always gives the same bytes. @throws LetterNotPrintable where the font lacks a letter of it
 */
export async function printedLetter({
  recipient,
  body,
  claimedAt,
}: Pick<OutgoingMessage, 'recipient' | 'body' | 'claimedAt'>): Promise<Buffer> {
  // Loaded when the first letter is printed: most starts of the service print none.
  const { default: PdfDocument } = await import('pdfkit');
  const font = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
  const sheet = new PdfDocument({
    size: 'A4',
    font,
    margins: { top: SHEET.dateTop, bottom: SHEET.bottom, left: SHEET.margin, right: SHEET.margin },
    // No title and no author: they are shown in a print queue.
    info: { CreationDate: claimedAt },
    lang: 'en-GB',
  });
  const whole = collected(sheet);
  mustBePrintable(sheet, `${recipient}\n${body}`);
  sheet.fontSize(ADDRESS_SIZE).text(dayInWords(claimedAt), SHEET.margin, SHEET.dateTop);
  sheet.text(recipient, SHEET.margin, SHEET.addressTop);
  sheet.fontSize(TEXT_SIZE).text(paragraphs(body), SHEET.margin, SHEET.textTop, { lineGap: 2 });
  sheet.end();
  return whole;
}

/** Lines of a paragraph run on; paragraphs and lines of a list stay apart. */
function paragraphs(body: string): string {
  return body
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replace(/\n(?!- )/g, ' '))
    .join('\n\n');
}

function dayInWords(at: Date): string {
  const [year, month, day] = londonDayOf(at).split('-').map(Number);
  return `${day} ${MONTHS[month! - 1]} ${year}`;
}

function mustBePrintable(sheet: PDFKit.PDFDocument, text: string): void {
  const { font } = (sheet as unknown as { _font: { font: EmbeddedFont } })._font;
  for (const sign of text) {
    const isThere = sign === '\n' || font.hasGlyphForCodePoint(sign.codePointAt(0)!);
    if (!isThere) throw new LetterNotPrintable('a sign is missing from the font');
  }
}

interface EmbeddedFont {
  hasGlyphForCodePoint(point: number): boolean;
}

function collected(sheet: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    sheet.on('data', (part: Buffer) => parts.push(part));
    sheet.on('end', () => resolve(Buffer.concat(parts)));
    sheet.on('error', reject);
  });
}
