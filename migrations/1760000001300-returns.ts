import type { MigrationInterface, QueryRunner } from 'typeorm';
import { fence, grant, INTERNAL_ONLY } from '../src/platform/database/row-security.js';

/** Returns to the Ministry: drafts, what was approved, and what was submitted and never changes again. */
export class Returns1760000001300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RETURNS);
    await runner.query(PARTS);
    await runner.query(LOCK);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE moj_return_explanation, moj_return_finance, moj_return;
      DROP FUNCTION val_return_locked(), val_return_part_locked();
      DROP INDEX support_case_by_closure;
      DROP INDEX contact_attempt_by_time;`);
  }
}

const RETURNS = `
  CREATE TABLE moj_return (
    id uuid PRIMARY KEY,
    definition text NOT NULL,
    definition_sha256 text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('quarter', 'half', 'year', 'ad-hoc')),
    period_from date NOT NULL,
    period_to date NOT NULL CHECK (period_to >= period_from),
    version_no integer NOT NULL CHECK (version_no > 0),
    supersedes uuid REFERENCES moj_return (id),
    reason text,
    state text NOT NULL CHECK (state IN ('draft', 'approved', 'submitted', 'withdrawn')),
    prepared_at timestamptz NOT NULL,
    prepared_by text NOT NULL,
    approved_at timestamptz,
    approved_by text CHECK (approved_by <> prepared_by),
    submitted_at timestamptz,
    submitted_by text,
    withdrawn_at timestamptz,
    withdrawn_by text,
    -- what it says, as it was read when it was approved
    figures text,
    figures_sha256 text,
    -- the files as they were submitted: these bytes are served for ever
    workbook bytea,
    workbook_sha256 text,
    tables bytea,
    tables_sha256 text,
    version integer NOT NULL DEFAULT 1,
    -- a later version says which one it takes the place of, and why
    CHECK ((version_no = 1) = (supersedes IS NULL)),
    CHECK ((supersedes IS NULL) = (reason IS NULL)),
    CHECK (num_nonnulls(approved_at, approved_by, figures, figures_sha256) IN (0, 4)),
    CHECK (state NOT IN ('approved', 'submitted') OR approved_at IS NOT NULL),
    CHECK (state <> 'draft' OR approved_at IS NULL),
    CHECK (num_nonnulls(submitted_at, submitted_by, workbook, workbook_sha256, tables, tables_sha256)
           = CASE state WHEN 'submitted' THEN 6 ELSE 0 END),
    CHECK (num_nonnulls(withdrawn_at, withdrawn_by) = CASE state WHEN 'withdrawn' THEN 2 ELSE 0 END)
  );
  CREATE UNIQUE INDEX moj_return_one_approved ON moj_return (definition, kind, period_from, period_to)
    WHERE state = 'approved';
  CREATE UNIQUE INDEX moj_return_version ON moj_return (definition, kind, period_from, period_to, version_no)
    WHERE state = 'submitted';
  CREATE UNIQUE INDEX moj_return_superseded_once ON moj_return (supersedes) WHERE state = 'submitted';
  CREATE INDEX moj_return_by_time ON moj_return (prepared_at DESC, id DESC);
  CREATE INDEX moj_return_by_period ON moj_return (definition, period_to) WHERE state = 'submitted';
  ${fence('moj_return', INTERNAL_ONLY)}
  ${grant('moj_return', 'SELECT', 'INSERT', 'UPDATE')}
  -- cases and calls are asked for by their day
  CREATE INDEX support_case_by_closure ON support_case (closed_at) WHERE closed_at IS NOT NULL;
  CREATE INDEX contact_attempt_by_time ON contact_attempt (occurred_at);`;

const PARTS = `
  CREATE TABLE moj_return_finance (
    return_id uuid NOT NULL REFERENCES moj_return (id),
    stream text NOT NULL,
    provider text NOT NULL,
    allocation_pence bigint NOT NULL CHECK (allocation_pence >= 0),
    spend_period_pence bigint NOT NULL CHECK (spend_period_pence >= 0),
    spend_year_pence bigint NOT NULL CHECK (spend_year_pence >= 0),
    forecast_pence bigint CHECK (forecast_pence >= 0),
    variance_reason text,
    PRIMARY KEY (return_id, stream, provider)
  );
  ${fence('moj_return_finance', INTERNAL_ONLY)}
  ${grant('moj_return_finance', 'SELECT', 'INSERT', 'DELETE')}

  -- Why a rule fails and may, or where a code counts that no list has.
  CREATE TABLE moj_return_explanation (
    return_id uuid NOT NULL REFERENCES moj_return (id),
    about text NOT NULL CHECK (about ~ '^(rule|code):'),
    text text NOT NULL,
    given_by text NOT NULL,
    given_at timestamptz NOT NULL,
    PRIMARY KEY (return_id, about)
  );
  ${fence('moj_return_explanation', INTERNAL_ONLY)}
  ${grant('moj_return_explanation', 'SELECT', 'INSERT', 'DELETE')}`;

const LOCK = `
  -- An approved return keeps what it says; a submitted or withdrawn one keeps everything, whoever asks.
  CREATE FUNCTION val_return_locked() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'TRUNCATE' OR TG_OP = 'DELETE' THEN
      RAISE EXCEPTION 'returns are never deleted' USING ERRCODE = 'VA001';
    END IF;
    IF OLD.state IN ('submitted', 'withdrawn') THEN
      RAISE EXCEPTION 'a % return never changes', OLD.state USING ERRCODE = 'VA001';
    END IF;
    IF (OLD.id, OLD.definition, OLD.definition_sha256, OLD.kind, OLD.period_from, OLD.period_to, OLD.version_no,
        OLD.prepared_at, OLD.prepared_by) IS DISTINCT FROM
       (NEW.id, NEW.definition, NEW.definition_sha256, NEW.kind, NEW.period_from, NEW.period_to, NEW.version_no,
        NEW.prepared_at, NEW.prepared_by)
       OR (OLD.supersedes, OLD.reason) IS DISTINCT FROM (NEW.supersedes, NEW.reason) THEN
      RAISE EXCEPTION 'what a return is about never changes' USING ERRCODE = 'VA001';
    END IF;
    IF OLD.state = 'approved' AND (NEW.state NOT IN ('submitted', 'withdrawn') OR
       (OLD.figures, OLD.figures_sha256, OLD.approved_at, OLD.approved_by) IS DISTINCT FROM
       (NEW.figures, NEW.figures_sha256, NEW.approved_at, NEW.approved_by)) THEN
      RAISE EXCEPTION 'what was approved stands' USING ERRCODE = 'VA001';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER moj_return_locked BEFORE UPDATE OR DELETE ON moj_return
    FOR EACH ROW EXECUTE FUNCTION val_return_locked();
  CREATE TRIGGER moj_return_no_truncate BEFORE TRUNCATE ON moj_return
    FOR EACH STATEMENT EXECUTE FUNCTION val_return_locked();

  -- Money and explanations belong to a draft.
  CREATE FUNCTION val_return_part_locked() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE held text;
  BEGIN
    IF TG_OP IN ('TRUNCATE', 'UPDATE') THEN
      RAISE EXCEPTION 'parts of returns are replaced, never changed' USING ERRCODE = 'VA001';
    END IF;
    SELECT state INTO held FROM moj_return
     WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.return_id ELSE NEW.return_id END;
    IF held IS DISTINCT FROM 'draft' THEN
      RAISE EXCEPTION 'the return is no draft any more' USING ERRCODE = 'VA001';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END $$;
  CREATE TRIGGER moj_return_finance_locked BEFORE INSERT OR UPDATE OR DELETE ON moj_return_finance
    FOR EACH ROW EXECUTE FUNCTION val_return_part_locked();
  CREATE TRIGGER moj_return_finance_no_truncate BEFORE TRUNCATE ON moj_return_finance
    FOR EACH STATEMENT EXECUTE FUNCTION val_return_part_locked();
  CREATE TRIGGER moj_return_explanation_locked BEFORE INSERT OR UPDATE OR DELETE ON moj_return_explanation
    FOR EACH ROW EXECUTE FUNCTION val_return_part_locked();
  CREATE TRIGGER moj_return_explanation_no_truncate BEFORE TRUNCATE ON moj_return_explanation
    FOR EACH STATEMENT EXECUTE FUNCTION val_return_part_locked();`;
