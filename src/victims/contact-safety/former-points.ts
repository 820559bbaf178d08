/**
 * SQL, to join to a contact point: what is known of it from the former rows of the same point of the same person. It stays
 * true when the point is given anew: that it failed, that somebody else answered, that it is unsafe. Only a
 * confirmation of the row itself outranks the last.
 * @param point alias of the contact point; what is joined is called `former`
 */
export function joinFormer(point: string): string {
  return `
    LEFT JOIN LATERAL (
      SELECT max(o.failed_at) AS failed_at, max(o.third_party_answered_at) AS third_party_answered_at,
             bool_or(o.safe = 'no') AS was_unsafe
        FROM contact_point o
       WHERE o.person_id = ${point}.person_id AND o.kind = ${point}.kind AND o.blind_index = ${point}.blind_index
         AND o.superseded_at IS NOT NULL) former ON true`;
}
