import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bereaved relatives have events of their own, and late words undo no breach. */
export class WhatClocksRestOn1760000001430 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(concerns(`('victim', 'family-member')`));
    await runner.query(`
      ALTER TABLE code_setting ADD COLUMN unsafe_review_days integer NOT NULL DEFAULT 28 CHECK (unsafe_review_days > 0);
      ALTER TABLE code_setting ALTER COLUMN unsafe_review_days DROP DEFAULT`);
    await runner.query(states({ standard: inTimeFor('standard'), enhanced: inTimeFor('enhanced') }));
    await runner.query(openClocks(`(excluded_reason IS NULL OR excluded_at IS NOT NULL)`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(openClocks('excluded_reason IS NULL'));
    await runner.query(states({ standard: 'i.excluded', enhanced: 'i.excluded' }));
    await runner.query('ALTER TABLE code_setting DROP COLUMN unsafe_review_days');
    await runner.query(concerns(`('victim')`));
  }
}

/** Whom a justice event may concern. Whether a relative is a victim under the Code is for the clocks to say. */
const concerns = (roles: string) => `
  CREATE OR REPLACE FUNCTION val_justice_event_concerns() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM party y WHERE y.id = NEW.party_id AND y.incident_id = NEW.incident_id
                                         AND y.person_id = NEW.person_id AND y.role IN ${roles}) THEN
      RAISE EXCEPTION 'a justice event concerns a victim of its own incident' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
  END $$`;

/** What took a duty out of the count when its last day by a limit had passed changes nothing by that limit. */
const inTimeFor = (limit: 'standard' | 'enhanced') =>
  `CASE WHEN i.excluded_on IS NULL OR c.due_${limit}_on IS NULL OR i.excluded_on <= c.due_${limit}_on THEN i.excluded END`;

/** The states of one clock as of an instant, as before but for what takes it out of the count by each limit. */
const states = (excluded: { standard: string; enhanced: string }) => `
  CREATE OR REPLACE FUNCTION val_entitlement_states(c entitlement_clock, as_of timestamptz)
  RETURNS TABLE (by_standard text, by_enhanced text, at_start text, now text) LANGUAGE sql STABLE PARALLEL SAFE
  AS $$
    SELECT s.standard, s.enhanced,
           CASE c.status_at_start WHEN 'yes' THEN s.enhanced WHEN 'no' THEN s.standard
                ELSE nullif(s.standard, CASE WHEN s.standard <> s.enhanced THEN s.standard END) END,
           CASE c.status_now WHEN 'yes' THEN s.enhanced WHEN 'no' THEN s.standard
                ELSE nullif(s.standard, CASE WHEN s.standard <> s.enhanced THEN s.standard END) END
      FROM (SELECT val_entitlement_state(i.today, ${excluded.standard}, i.satisfied, c.due_standard_on, i.has_limit,
                                         c.soon_standard_on, c.is_start_known, c.feed_covers) AS standard,
                   val_entitlement_state(i.today, ${excluded.enhanced}, i.satisfied, c.due_enhanced_on, i.has_limit,
                                         c.soon_enhanced_on, c.is_start_known, c.feed_covers) AS enhanced
              FROM (SELECT (as_of AT TIME ZONE 'Europe/London')::date AS today,
                           CASE WHEN c.excluded_at IS NULL OR c.excluded_at <= as_of THEN c.excluded_reason END AS excluded,
                           (c.excluded_at AT TIME ZONE 'Europe/London')::date AS excluded_on,
                           CASE WHEN c.satisfied_at <= as_of THEN c.satisfied_on END AS satisfied,
                           c.unit IS NOT NULL AS has_limit) i) s
  $$`;

const openClocks = (excluded: string) => `
  DROP INDEX entitlement_clock_open;
  CREATE INDEX entitlement_clock_open ON entitlement_clock (coalesce(due_on, 'infinity'), id)
    WHERE satisfied_at IS NULL AND ${excluded}`;
