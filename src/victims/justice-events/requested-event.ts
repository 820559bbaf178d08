import type { Transaction } from '../../platform/database/transaction.js';
import { Invalid, NotFound, Unprocessable } from '../../platform/problems/problem.js';
import { startOfDayLondon } from '../../platform/working-days/london-days.js';
import { type Crime, holdCrimes } from './crimes.js';
import type { EventKinds } from './event-kinds.js';
import { faultOf } from './event-rules.js';
import type { EventContent, QualityAnswer } from './justice-event.js';
import type { JusticeEventFields } from './justice-event-requests.js';

/** The crime that an event is recorded on, held. @throws NotFound also where the actor may see none of its people */
export async function crimeToChange(tx: Transaction, id: string): Promise<Crime> {
  const crime = (await holdCrimes(tx, [id])).get(id);
  if (!crime || !(await isSeen(tx, id))) throw new NotFound('incident');
  return crime;
}

/** Whether the transaction sees anybody of a crime. */
export async function isSeen(tx: Transaction, incidentId: string): Promise<boolean> {
  const rows = await tx.query(`SELECT id FROM party WHERE incident_id = $1 AND role <> 'suspect' LIMIT 1`, [
    incidentId,
  ]);
  return rows.length > 0;
}

/**
 * What a request says, held against the crime.
 * @throws Unprocessable `kind-unknown`; Invalid naming the field
 */
export async function requestedEvent(
  tx: Transaction,
  fields: JusticeEventFields,
  crime: Crime,
  kinds: EventKinds,
): Promise<EventContent> {
  const content: EventContent = {
    ...whenOf(fields),
    kind: fields.kind,
    outcome: fields.outcome ?? null,
    source: fields.source,
    suspectKey: fields.suspectKey ?? null,
    partyId: fields.partyId?.toLowerCase() ?? null,
    answersEventId: await answered(tx, fields.answersEventId?.toLowerCase() ?? null),
    answersRule: fields.answersRule ?? null,
    channel: fields.channel ?? null,
    quality: qualityOf(fields),
  };
  const fault = faultOf(content, crime, tx.now, kinds);
  if (!fault) return content;
  const field = sentField(fault.field, fields);
  if (fault.code === 'kind-unknown')
    throw new Unprocessable('kind-unknown', fault.message, [{ ...fault, field }]);
  throw Invalid.field(field, fault.code, fault.message);
}

function whenOf({
  occurredAt,
  occurredOn,
  receivedAt,
  receivedOn,
}: JusticeEventFields): Pick<EventContent, 'occurredAt' | 'precision' | 'receivedAt'> {
  if ((occurredAt === undefined) === (occurredOn === undefined))
    throw Invalid.field('occurredAt', 'time-or-day', 'Say when it happened: a time, or a day alone.');
  if (receivedAt !== undefined && receivedOn !== undefined)
    throw Invalid.field('receivedAt', 'time-or-day', 'Give a time or a day alone.');
  return {
    occurredAt: occurredAt === undefined ? startOfDayLondon(occurredOn!) : new Date(occurredAt),
    precision: occurredAt === undefined ? 'day' : 'instant',
    receivedAt: receivedAt !== undefined ? new Date(receivedAt) : dayOrNull(receivedOn),
  };
}

function dayOrNull(day: string | undefined): Date | null {
  return day === undefined ? null : startOfDayLondon(day);
}

function qualityOf({ quality }: JusticeEventFields): EventContent['quality'] {
  if (quality === undefined || quality.length === 0) return null;
  const answers: Record<string, QualityAnswer> = {};
  for (const [index, { question, answer }] of quality.entries()) {
    if (Object.hasOwn(answers, question))
      throw Invalid.field(
        `quality[${index}].question`,
        'question-twice',
        'The question was answered before.',
      );
    answers[question] = answer;
  }
  return answers;
}

/** The first version of an event, by any of its versions; what is not found stays as it is, and is refused. */
async function answered(tx: Transaction, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const found = await tx.queryOne<{ originalId: string }>(
    `SELECT original_id AS "originalId" FROM justice_event WHERE id = $1`,
    [id],
  );
  return found?.originalId ?? id;
}

function sentField(field: string, sent: JusticeEventFields): string {
  if (field === 'occurredAt' && sent.occurredOn !== undefined) return 'occurredOn';
  return field === 'receivedAt' && sent.receivedOn !== undefined ? 'receivedOn' : field;
}
