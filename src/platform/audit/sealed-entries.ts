import { type CanonicalValue, chainHash } from '../crypto/chain-hash.js';

/** An audit entry as it is sealed: every column, instants to the microsecond. */
export interface SealedEntry {
  readonly [column: string]: CanonicalValue;
  readonly id: string;
  readonly transactionId: string;
}

/** A seal as it is stored. */
export interface Seal {
  number: number;
  previousHash: string;
  hash: string;
  keyId: string;
  lastTransactionId: string;
  sealedAt: string;
}

/** Every column of `audit_entry e`, as text that means the same for ever. */
export const SEALED_COLUMNS = `
  e.id, e.transaction_id::text AS "transactionId",
  to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "occurredAt",
  e.actor_kind AS "actorKind", e.subject, e.roles, e.action, e.audit_class AS "auditClass",
  e.target_type AS "targetType", e.target_ids::text[] AS "targetIds", e.person_ids::text[] AS "personIds",
  e.fields, e.reason_code AS "reasonCode", e.request_id AS "requestId"`;

/** Every column of `audit_seal s` but its list of entries. */
export const SEAL_COLUMNS = `
  s.number::integer AS number, s.previous_hash AS "previousHash", s.hash, s.key_id AS "keyId",
  s.last_transaction_id::text AS "lastTransactionId",
  to_char(s.sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "sealedAt"`;

/** The hash of a seal: over the one before it, over itself and over its entries in their order. */
export function sealHash(key: Buffer, seal: Omit<Seal, 'hash'>, entries: readonly SealedEntry[]): string {
  const { number, keyId, lastTransactionId, sealedAt } = seal;
  return chainHash(key, seal.previousHash, [{ number, keyId, lastTransactionId, sealedAt }, ...entries]);
}
