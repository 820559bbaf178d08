import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { FieldEncryption } from '../crypto/field-encryption.js';
import { Conflict, Unprocessable } from '../problems/problem.js';
import type { Transaction } from './transaction.js';

/** The request was answered before: the caller gets that answer again. */
export class AlreadyAnswered extends Error {
  constructor(readonly answer: unknown) {
    super('the request was answered before');
  }
}

/** Idempotency keys: the first answer is kept, sealed, in the transaction that did the work. */
@Injectable()
export class AnsweredRequests {
  constructor(private readonly encryption: FieldEncryption) {}

  /** Takes the key for this transaction; waits a moment for another that holds it. */
  async reserve(tx: Transaction): Promise<void> {
    const idempotency = tx.actor.request?.idempotency;
    if (!idempotency) return;
    const { operation, bodySha256 } = idempotency;
    const key = keptKey(idempotency.key);
    const taken = await tx
      .queryOne<{ isTaken: boolean }>('SELECT val_take_request_key($1, $2, $3, $4, $5) AS "isTaken"', [
        ...[tx.actor.subject, key, operation, bodySha256, tx.now],
      ])
      .catch((error: unknown) => {
        if (isLockTimeout(error))
          throw new Conflict(
            'request-in-progress',
            'The first request with this key is still being worked on.',
          );
        throw error;
      });
    if (!taken?.isTaken) await this.answerAgain(tx, operation, bodySha256, key);
  }

  /** Keeps the answer for repeats; it travels with the commit. */
  keep(tx: Transaction, answer: unknown): void {
    const idempotency = tx.actor.request?.idempotency;
    if (!idempotency) return;
    const key = keptKey(idempotency.key);
    const sealed = this.encryption.seal(JSON.stringify(answer ?? null), placeOf(tx.actor.subject, key));
    tx.leave(`UPDATE idempotency_key SET answer_sealed = $3 WHERE subject = $1 AND key = $2`, [
      tx.actor.subject,
      key,
      sealed,
    ]);
  }

  private async answerAgain(
    tx: Transaction,
    operation: string,
    bodySha256: string,
    key: string,
  ): Promise<never> {
    const first = await tx.queryOne<{ operation: string; body_sha256: string; answer_sealed: string }>(
      `SELECT operation, body_sha256, answer_sealed FROM idempotency_key WHERE subject = $1 AND key = $2`,
      [tx.actor.subject, key],
    );
    if (first?.operation !== operation || first.body_sha256 !== bodySha256) {
      throw new Unprocessable(
        'idempotency-key-reused',
        'This Idempotency-Key was used for another request.',
        [{ field: 'Idempotency-Key', code: 'reused', message: 'Use a new key for a new request.' }],
      );
    }
    throw new AlreadyAnswered(
      JSON.parse(this.encryption.open(first.answer_sealed, placeOf(tx.actor.subject, key))),
    );
  }
}

/** Callers choose their keys, and some would write a name or an address: only a hash is kept. */
function keptKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function placeOf(subject: string, key: string) {
  return { table: 'idempotency_key', column: 'answer_sealed', rowId: `${subject} ${key}` };
}

function isLockTimeout(error: unknown): boolean {
  const { code, driverError } = error as { code?: string; driverError?: { code?: string } };
  return (driverError?.code ?? code) === '55P03';
}
