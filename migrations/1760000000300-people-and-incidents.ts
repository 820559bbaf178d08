import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  aboutPerson,
  appendOnly,
  CASEWORK,
  fence,
  grant,
  INTERNAL_ONLY,
  personColumns,
} from '../src/platform/database/row-security.js';

export class PeopleAndIncidents1760000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NAME_KEY);
    await runner.query(PEOPLE);
    await runner.query(INCIDENTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE person_correction, suspect_key, party, incident, person_link, person_identifier, person`);
    await runner.query(`DROP FUNCTION val_name_key(text)`);
  }
}

/** Letters of European names, and the plain one that each is found by. */
const PLAIN_LETTERS: Record<string, string> = {
  a: 'ÀÁÂÃÄÅĀĂĄàáâãäåāăą',
  c: 'ÇĆĈĊČçćĉċč',
  d: 'ĎĐďđ',
  e: 'ÈÉÊËĒĔĖĘĚèéêëēĕėęě',
  g: 'ĜĞĠĢĝğġģ',
  h: 'ĤĦĥħ',
  i: 'ÌÍÎÏĨĪĬĮİìíîïĩīĭįı',
  j: 'Ĵĵ',
  k: 'Ķķ',
  l: 'ĹĻĽŁĺļľł',
  n: 'ÑŃŅŇñńņň',
  o: 'ÒÓÔÕÖØŌŎŐòóôõöøōŏő',
  r: 'ŔŖŘŕŗř',
  s: 'ŚŜŞŠȘśŝşšș',
  t: 'ŢŤŦȚţťŧț',
  u: 'ÙÚÛÜŨŪŬŮŰŲùúûüũūŭůűų',
  w: 'Ŵŵ',
  y: 'ÝŶŸýŷÿ',
  z: 'ŹŻŽźżž',
};
const ACCENTED = Object.values(PLAIN_LETTERS).join('');
const PLAIN = Object.entries(PLAIN_LETTERS)
  .map(([plain, accented]) => plain.repeat(accented.length))
  .join('');

/**
 * What a name is found by: lower case, without accents, strokes and spaces, alike on every server. Row-level security
 * lets an index be used for comparisons that cannot give a hidden row away (`>=` and `<`), and LIKE is none of them.
 */
const NAME_KEY = `
  CREATE FUNCTION val_name_key(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN lower(translate(name, '${ACCENTED}' || $$ -.'’‘\`´$$, '${PLAIN}') COLLATE "C");`;

const PEOPLE = `
  CREATE TABLE person (
    id uuid PRIMARY KEY,
    restricted boolean NOT NULL DEFAULT false,
    kind text NOT NULL CHECK (kind IN ('individual', 'organisation')),
    title text,
    given_name text,
    middle_name text,
    surname text,
    alias text,
    organisation_name text,
    given_name_key text COLLATE "C" GENERATED ALWAYS AS (val_name_key(given_name)) STORED,
    surname_key text COLLATE "C" GENERATED ALWAYS AS (val_name_key(surname)) STORED,
    organisation_key text COLLATE "C" GENERATED ALWAYS AS (val_name_key(organisation_name)) STORED,
    named_contact text,
    date_of_birth date,
    birth_date_doubt text,
    date_of_death date,
    deceased boolean NOT NULL DEFAULT false,
    gender text,
    ethnicity_self_defined text,
    ethnicity_observed text,
    nationality text,
    preferred_language text,
    interpreter_required boolean,
    disability text,
    communication_needs_sealed text,
    postcode text,
    objected_at timestamptz,
    -- rises with every fact that bears on safe contact; checks are finished when they have caught up
    safety_version integer NOT NULL DEFAULT 1 CHECK (safety_version > 0),
    checked_version integer NOT NULL DEFAULT 0 CHECK (checked_version BETWEEN 0 AND safety_version),
    version integer NOT NULL DEFAULT 1,
    retention_class text NOT NULL,
    legal_hold boolean NOT NULL DEFAULT false,
    review_due_on date,
    -- when the row that said the newest of the person was last updated at its source
    source_updated_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (id, restricted),
    CHECK (CASE kind WHEN 'organisation' THEN organisation_name IS NOT NULL AND date_of_birth IS NULL
                     ELSE coalesce(surname, given_name) IS NOT NULL END)
  );
  CREATE INDEX person_by_name ON person (surname_key, given_name_key, id);
  CREATE INDEX person_by_organisation ON person (organisation_key, id) WHERE organisation_key IS NOT NULL;
  CREATE INDEX person_by_birth ON person (date_of_birth, id) WHERE date_of_birth IS NOT NULL;
  CREATE INDEX person_by_postcode ON person (postcode, id) WHERE postcode IS NOT NULL;
  CREATE INDEX person_unchecked ON person (updated_at, id) WHERE checked_version < safety_version;
  ${fence('person', aboutPerson('id'))}
  ${grant('person', 'SELECT', 'INSERT', 'UPDATE')}

  CREATE TABLE person_identifier (
    id uuid PRIMARY KEY,
    ${personColumns()},
    source text NOT NULL,
    value text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    UNIQUE (source, value)
  );
  CREATE INDEX person_identifier_of ON person_identifier (person_id);
  CREATE INDEX person_identifier_by_value ON person_identifier (value);
  ${fence('person_identifier', aboutPerson())}
  ${grant('person_identifier', 'SELECT', 'INSERT', 'UPDATE')}

  -- What a person decided of somebody: rows of the police that come later no longer change that field.
  CREATE TABLE person_correction (
    id uuid PRIMARY KEY,
    ${personColumns()},
    field text NOT NULL CHECK (field IN (
      'givenName', 'middleName', 'surname', 'alias', 'organisationName', 'namedContact', 'dateOfBirth',
      'preferredLanguage', 'isInterpreterRequired', 'communicationNeeds')),
    reason_code text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL
  );
  CREATE INDEX person_correction_of ON person_correction (person_id, field, decided_at DESC, id DESC);
  ${fence('person_correction', aboutPerson())}
  ${appendOnly('person_correction', 'restricted')}
  ${grant('person_correction', 'SELECT', 'INSERT')}

  CREATE TABLE person_link (
    id uuid PRIMARY KEY,
    first_person_id uuid NOT NULL REFERENCES person (id),
    second_person_id uuid NOT NULL REFERENCES person (id),
    status text NOT NULL CHECK (status IN ('confirmed-same', 'proposed-same', 'not-same')),
    reasons jsonb NOT NULL,
    decided_by text,
    decided_at timestamptz,
    created_at timestamptz NOT NULL,
    CHECK (first_person_id < second_person_id),
    CHECK (status = 'proposed-same' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)),
    UNIQUE (first_person_id, second_person_id)
  );
  CREATE INDEX person_link_second ON person_link (second_person_id);
  ${fence(
    'person_link',
    `EXISTS (SELECT 1 FROM person p WHERE p.id = first_person_id)
     AND EXISTS (SELECT 1 FROM person p WHERE p.id = second_person_id)`,
  )}
  ${grant('person_link', 'SELECT', 'INSERT', 'UPDATE')}`;

const INCIDENTS = `
  CREATE TABLE incident (
    id uuid PRIMARY KEY,
    force text,
    crime_reference text,
    incident_reference text,
    offence_code text,
    home_office_class text,
    nfib_code text,
    offence_title text,
    crime_status text,
    -- when the row that said the status was last updated at its source: a newer row that leaves it blank says nothing of it
    crime_status_updated_at timestamptz,
    crime_outcome text,
    reported_at timestamptz,
    recorded_at timestamptz,
    occurred_from timestamptz,
    occurred_to timestamptz,
    officer_collar_number text,
    officer_name text,
    local_policing_area text,
    loss_pence bigint CHECK (loss_pence >= 0),
    unresourced boolean,
    -- when the row that said the newest of the crime was last updated at its source
    source_updated_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (crime_reference IS NULL OR force IS NOT NULL),
    UNIQUE (force, crime_reference)
  );
  ${fence('incident', CASEWORK)}
  ${grant('incident', 'SELECT', 'INSERT', 'UPDATE')}

  -- A suspect's party is no person of ours: it only carries the keys that collisions are found by.
  CREATE TABLE party (
    id uuid PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incident (id),
    ${personColumns(true)},
    role text NOT NULL CHECK (role IN ('victim', 'witness', 'family-member', 'suspect')),
    created_at timestamptz NOT NULL,
    CHECK ((role = 'suspect') = (person_id IS NULL)),
    UNIQUE (incident_id, person_id, role)
  );
  CREATE INDEX party_of_person ON party (person_id) WHERE person_id IS NOT NULL;
  CREATE UNIQUE INDEX party_one_suspect_group ON party (incident_id) WHERE role = 'suspect';
  ${fence('party', `(${aboutPerson()}) AND (role <> 'suspect' OR ${INTERNAL_ONLY})`)}
  ${grant('party', 'SELECT', 'INSERT', 'UPDATE')}

  CREATE TABLE suspect_key (
    party_id uuid NOT NULL REFERENCES party (id),
    incident_id uuid NOT NULL REFERENCES incident (id),
    kind text NOT NULL CHECK (kind IN ('phone', 'email', 'postcode', 'address', 'person')),
    key text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    PRIMARY KEY (party_id, kind, key)
  );
  CREATE INDEX suspect_key_lookup ON suspect_key (kind, key);
  ${fence('suspect_key', INTERNAL_ONLY)}
  ${grant('suspect_key', 'SELECT', 'INSERT')}`;
