import { randomUUID } from 'node:crypto';
import { sampleScenario } from '../../../src/demo/scenario/sample-scenario.js';
import { readAthenaFile } from '../scenario-reading.js';
import type { Got, Sent } from './exchange.js';

const QUARANTINED = 8;
const NOTE = 'Weekdays before noon.';

/** Whoever can send requests as anybody. */
interface Sender {
  send(request: Sent): Promise<Got>;
  token(who: string): string;
}

/**
 * Sends an invented extract, a few rows that a person must look at, and single referrals of every pathway.
 * Answers the extract.
 */
export async function takeInSamples(sender: Sender): Promise<string> {
  const days = sampleScenario('contract', new Date().toISOString().slice(0, 10));
  const csv = days.find(({ athenaFile }) => athenaFile)?.athenaFile?.csv ?? '';
  await upload(sender, csv);
  await upload(sender, malformedReferences(csv));
  for (const { senderRole, body } of days.flatMap((day) => day.directReferrals)) {
    const headers = { ...authorised(sender, senderRole), 'content-type': 'application/json' };
    const referral = {
      method: 'POST',
      path: '/api/v1/referrals',
      headers,
      body: JSON.stringify({ safeContactNotes: NOTE, ...body }),
    };
    const { status, text } = await sender.send(referral);
    if (status >= 300) throw new Error(`a sample was refused: ${text}`);
  }
  return csv;
}

/** A form with a file, as it goes over the wire. */
export function formWith(csv: string): { headers: Record<string, string>; body: string } {
  const boundary = 'invented-boundary';
  const disposition = 'content-disposition: form-data; name="file"; filename="invented.csv"';
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: `--${boundary}\r\n${disposition}\r\ncontent-type: text/csv\r\n\r\n${csv}\r\n--${boundary}--\r\n`,
  };
}

async function upload(sender: Sender, csv: string): Promise<void> {
  const form = formWith(csv);
  const headers = { ...authorised(sender, 'intake-service'), ...form.headers };
  const { status, text } = await sender.send({
    method: 'POST',
    path: '/api/v1/imports',
    headers,
    body: form.body,
  });
  if (status !== 202) throw new Error(`the sample extract was refused: ${text}`);
}

function authorised(sender: Sender, who: string): Record<string, string> {
  return { authorization: `Bearer ${sender.token(who)}`, 'idempotency-key': randomUUID() };
}

function malformedReferences(csv: string): string {
  const { header, lines } = readAthenaFile(csv);
  const at = header.indexOf('crimeReference');
  const rows = lines
    .filter(({ row }) => row)
    .slice(0, QUARANTINED)
    .map(({ cells }, index) => cells.map((cell, column) => (column === at ? `no reference ${index}` : cell)));
  return [header, ...rows]
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\r\n');
}
