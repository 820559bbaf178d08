import type { MigrationInterface, QueryRunner } from 'typeorm';
import { aboutPerson, fence, grant, personColumns } from '../src/platform/database/row-security.js';

/** What was raised before and on the 18th birthday of somebody on the path of child exploitation, once for each case. */
export class TransitionToAdulthood1760000001450 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STEPS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE transition_step');
  }
}

const STEPS = `
  CREATE TABLE transition_step (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    step text NOT NULL CHECK (step IN ('plan', 'review', 'of-age', 'age-unknown')),
    -- by the birth date as it was held then; none where nobody knew it
    due_on date CHECK ((due_on IS NULL) = (step = 'age-unknown')),
    raised_at timestamptz NOT NULL,
    -- when the birth date that is held stopped bearing it out; blank again where it is raised again
    ended_at timestamptz,
    UNIQUE NULLS NOT DISTINCT (case_id, step, due_on)
  );
  CREATE INDEX transition_step_of_person ON transition_step (person_id);
  ${fence('transition_step', aboutPerson())}
  ${grant('transition_step', 'SELECT', 'INSERT')}
  GRANT UPDATE (ended_at) ON transition_step TO val_app;`;
