import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  appendOnly,
  fence,
  grant,
  INTERNAL_ONLY,
  ownedBy,
  scopeIs,
  WHOEVER_ASKS,
} from '../src/platform/database/row-security.js';

const LEDGER_READERS = scopeIs('everything', 'ledger', 'people');

export class PlatformLedgersAndQueues1760000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCOPES_AND_LEDGER_RULES);
    await runner.query(OUTBOX);
    await runner.query(AUDIT);
    await runner.query(REQUESTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE staff_member, lease, idempotency_key, audit_seal, audit_entry, outbox_event;
      DROP FUNCTION val_append_only(), val_open_scope(text, text, timestamptz);`);
  }
}

const SCOPES_AND_LEDGER_RULES = `
  CREATE FUNCTION val_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS > 0
       AND (to_jsonb(NEW) - TG_ARGV[0:TG_NARGS - 1]::text[]) = (to_jsonb(OLD) - TG_ARGV[0:TG_NARGS - 1]::text[]) THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'VA001';
  END $$;

  -- Sets who asks for the rest of this transaction. The grants of the subject are read under the subject alone.
  CREATE FUNCTION val_open_scope(scope text, subject text, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE granted uuid[] := '{}';
  BEGIN
    PERFORM set_config('val.scope', 'none', true), set_config('val.subject', subject, true),
            set_config('val.granted', '{}', true);
    IF scope = 'people' THEN
      SELECT coalesce(array_agg(DISTINCT g.person_id), '{}') INTO granted FROM access_grant g
       WHERE g.subject = val_open_scope.subject AND g.withdrawn_at IS NULL
         AND (g.expires_at IS NULL OR g.expires_at > at);
    END IF;
    PERFORM set_config('val.granted', granted::text, true), set_config('val.scope', scope, true);
  END $$;
  GRANT EXECUTE ON FUNCTION val_open_scope(text, text, timestamptz) TO val_app;`;

const OUTBOX = `
  CREATE TABLE outbox_event (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name ~ '^[a-z-]+([.][a-z-]+)+$'),
    payload jsonb NOT NULL,
    occurred_at timestamptz NOT NULL,
    relayed_at timestamptz
  );
  CREATE INDEX outbox_event_waiting ON outbox_event (id) WHERE relayed_at IS NULL;
  ${fence('outbox_event', WHOEVER_ASKS)}
  ${grant('outbox_event', 'SELECT', 'INSERT', 'UPDATE', 'DELETE')}`;

const AUDIT = `
  CREATE TABLE audit_entry (
    id uuid PRIMARY KEY,
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    occurred_at timestamptz NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'intake', 'worker', 'reporting')),
    subject text NOT NULL,
    roles text[] NOT NULL,
    action text NOT NULL,
    audit_class text NOT NULL,
    target_type text NOT NULL,
    target_ids uuid[] NOT NULL,
    person_ids uuid[] NOT NULL,
    fields text[] NOT NULL,
    reason_code text,
    request_id text
  );
  CREATE INDEX audit_entry_in_order ON audit_entry (transaction_id, id);
  CREATE INDEX audit_entry_by_time ON audit_entry (occurred_at, id);
  CREATE INDEX audit_entry_by_person ON audit_entry USING gin (person_ids);
  ${fence('audit_entry', LEDGER_READERS, WHOEVER_ASKS)}
  ${appendOnly('audit_entry')}
  ${grant('audit_entry', 'SELECT', 'INSERT')}

  CREATE TABLE audit_seal (
    number bigint PRIMARY KEY CHECK (number > 0),
    entry_ids uuid[] NOT NULL CHECK (cardinality(entry_ids) > 0),
    last_transaction_id xid8 NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL UNIQUE,
    key_id text NOT NULL,
    sealed_at timestamptz NOT NULL
  );
  CREATE INDEX audit_seal_entries ON audit_seal USING gin (entry_ids);
  ${fence('audit_seal', LEDGER_READERS, INTERNAL_ONLY)}
  ${appendOnly('audit_seal')}
  ${grant('audit_seal', 'SELECT', 'INSERT')}`;

const REQUESTS = `
  CREATE TABLE idempotency_key (
    subject text NOT NULL,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
    operation text NOT NULL,
    body_sha256 text NOT NULL,
    answer_sealed text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (subject, key)
  );
  CREATE INDEX idempotency_key_age ON idempotency_key (created_at);
  ${fence('idempotency_key', ownedBy('subject'))}
  ${grant('idempotency_key', 'SELECT', 'INSERT', 'UPDATE', 'DELETE')}

  CREATE TABLE lease (
    name text PRIMARY KEY,
    holder text NOT NULL,
    expires_at timestamptz NOT NULL
  );
  ${grant('lease', 'SELECT', 'INSERT', 'UPDATE', 'DELETE')}

  CREATE TABLE staff_member (
    subject text PRIMARY KEY,
    display_name text NOT NULL,
    roles text[] NOT NULL,
    team text,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL
  );
  ${fence('staff_member', WHOEVER_ASKS)}
  ${grant('staff_member', 'SELECT', 'INSERT', 'UPDATE')}`;
