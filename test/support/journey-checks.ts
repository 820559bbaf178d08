import { setTimeout as pause } from 'node:timers/promises';
import { type Operation, operationsOf } from './contract/operations.js';
import type { JourneyService } from './journey-service.js';
import type { CaseStory } from './journey-steps.js';

interface ShownAction {
  action: string;
  operation: string;
  isAvailable: boolean;
  reasonCode: string | null;
}

/** Word in everything that a story has sealed. */
const CANARY = 'canary';
const SEALED_WITHIN_MS = 15_000;

/** What of a request tells two actions of one route apart. */
const BODIES: Record<string, object> = {
  'record-first-contact': { purpose: 'first-contact' },
  'record-agreed-call': { purpose: 'agreed-call' },
  'assess-msht': { kind: 'msht', formCode: undefined },
  'assess-cse': { kind: 'cse', formCode: undefined },
  'assess-fraud': { kind: 'fraud', formCode: undefined },
  'assess-general': { kind: 'general', formCode: undefined },
};

/** The story as the timeline tells it, oldest first; tasks are told by the worklist. */
export async function told(story: CaseStory): Promise<string[]> {
  const kinds: string[] = [];
  let after = '';
  do {
    const page = await story.reads<{ items: { kind: string }[]; next: string | null }>(
      `timeline?limit=50${after && `&after=${after}`}`,
    );
    kinds.push(...page.items.map(({ kind }) => kind));
    after = page.next ?? '';
  } while (after);
  return kinds.reverse().filter((kind) => !kind.startsWith('task.'));
}

/** The steps that can be taken now. */
export async function possible(story: CaseStory): Promise<string[]> {
  const { items } = await story.reads<{ items: ShownAction[] }>('actions');
  return items.filter(({ isAvailable }) => isAvailable).map(({ action }) => action);
}

/**
 * Tries each step that cannot be taken now. Answers what was told of each, and what its route refused it with: the same,
 * where the service keeps its word.
 */
export async function refusals(story: CaseStory): Promise<{ told: string[]; met: string[] }> {
  const operations = operationsById(story.service);
  const { items, version } = await story.reads<{ items: ShownAction[]; version: number }>('actions');
  const unavailable = items.filter(({ isAvailable }) => !isAvailable);
  const met: string[] = [];
  for (const { action, operation: id } of unavailable) {
    const { path, body, method } = operations.get(id)!;
    const caller = story.service.api.as('coordinator');
    const whole = path.replace('{id}', story.caseId);
    const sent = { ...body?.example, ...BODIES[action] };
    const { status, body: answer } = await (method === 'PATCH'
      ? caller.patch(whole, sent, `"${version}"`)
      : caller.post(whole, sent).set('if-match', `"${version}"`));
    met.push(`${action} ${status} ${(answer as { code: string }).code}`);
  }
  return {
    told: unavailable.map(({ action, reasonCode: code }) =>
      code === 'leaders-only' ? `${action} 403 forbidden` : `${action} 409 ${code}`,
    ),
    met,
  };
}

/** Whether nobody altered what was written down of who did and saw what, once enough of it is sealed to say so. */
export async function auditVerdict(service: JourneyService): Promise<{ ok: boolean; sealedEntries: number }> {
  const givenUpAt = performance.now() + SEALED_WITHIN_MS;
  for (;;) {
    await service.sealsItsAudit();
    const { body } = await service.api.as('auditor').get('/audit/verification').expect(200);
    const verdict = body as { ok: boolean; sealedEntries: number };
    if (!verdict.ok || verdict.sealedEntries > 20 || performance.now() > givenUpAt) return verdict;
    await pause(100);
  }
}

/** Tables in which something stands in clear that ought to be sealed. */
export async function inClear(service: JourneyService): Promise<string[]> {
  const tables = await service.rows<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  const each = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name WHERE EXISTS (SELECT FROM ${name} t WHERE to_jsonb(t)::text ILIKE '%${CANARY}%')`,
  );
  return (await service.rows<{ name: string }>(each.join(' UNION ALL '))).map(({ name }) => name);
}

function operationsById({ description }: JourneyService): Map<string, Operation> {
  return new Map(operationsOf(description).map((operation) => [operation.id, operation]));
}
