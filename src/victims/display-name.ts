/** What colleagues call a person, from a `person` row that the statement names `p`. */
export const DISPLAY_NAME = `CASE p.kind WHEN 'organisation' THEN p.organisation_name ELSE concat_ws(' ', p.given_name, p.surname) END`;
