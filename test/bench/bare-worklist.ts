import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';
import {
  type WorklistQuestion,
  type WorklistRow,
  worklistStatement,
} from '../../src/cases/worklist-query.js';
import { ASKER } from './worklist-questions.js';

/**
 * The yardstick as a process of its own: Fastify and pg answer the same scoped SQL as JSON and note it with one plain
 * insert in the same transaction. `/N` is the Nth of the questions. Ends when its standard input does.
 */
const { BARE_DATABASE_URL, BARE_PORT, BARE_QUESTIONS } = process.env;
const questions = JSON.parse(BARE_QUESTIONS ?? '[]') as WorklistQuestion[];
const statements = questions.map((question) => worklistStatement(question));
const pool = new pg.Pool({ connectionString: BARE_DATABASE_URL, max: 20 });
const server = fastify();

const AUDIT = `
  INSERT INTO audit_entry (id, occurred_at, actor_kind, subject, roles, action, audit_class, target_type, target_ids,
                           person_ids, fields)
  VALUES ($1, $2, 'user', $3, '{coordinator}', 'case.listed', 'person-read', 'case', $4, $5, '{}')`;

server.get<{ Params: { number: string } }>('/:number', async ({ params }) => {
  const { sql, parameters } = statements[Number(params.number)]!;
  const client = await pool.connect();
  try {
    const now = new Date();
    await client.query('BEGIN');
    await client.query('SELECT val_open_scope($1, $2, $3)', ['people', ASKER, now]);
    const { rows } = await client.query<WorklistRow>(sql, parameters);
    const shown = [rows.map(({ id }) => id), rows.map(({ personId }) => personId)];
    await client.query(AUDIT, [randomUUID(), now, ASKER, ...shown]);
    await client.query('COMMIT');
    return { items: rows };
  } finally {
    client.release();
  }
});

process.stdin.resume().on('end', () => process.exit(0));
await server.listen({ port: Number(BARE_PORT), host: '127.0.0.1' });
