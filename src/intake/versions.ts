import type { FieldEncryption } from '../platform/crypto/field-encryption.js';
import type { Row, Transaction } from '../platform/database/transaction.js';
import type { KnownPerson, KnownWorld } from './known-world.js';
import type { Arrival, ReferralRecord } from './referral-record.js';

/** The row of a version: what was received is sealed, so that it can be shown, compared, and one day erased. */
export function versionRow(
  encryption: FieldEncryption,
  { record, fileId, rowNumber }: Arrival,
  person: KnownPerson,
  referralId: string,
  number: number,
  changedFields: string[],
  now: Date,
): Row {
  return {
    referral_id: referralId,
    number,
    person_id: person.id,
    restricted: person.restricted,
    received_at: now,
    last_updated_at: record.lastUpdatedAt,
    content_sha256: record.contentSha256,
    content_sealed: encryption.seal(JSON.stringify(contentOf(record)), placeOf(referralId, number)),
    changed_fields: changedFields,
    import_id: fileId,
    row_number: rowNumber,
  };
}

/** What a version holds: the record without what identifies the arrival itself. */
export type VersionContent = Pick<
  ReferralRecord,
  | 'person'
  | 'incident'
  | 'contactPoints'
  | 'markers'
  | 'relationshipCodes'
  | 'victimSupport'
  | 'victimAware'
  | 'repeatVictim'
  | 'custodyAddress'
  | 'contactPreferences'
  | 'role'
  | 'safeContactNote'
  | 'reason'
>;

/** What a version keeps of a record. */
export function contentOf(record: ReferralRecord): VersionContent {
  const { person, incident, contactPoints, markers, relationshipCodes, role, safeContactNote, reason } =
    record;
  const { victimSupport, victimAware, repeatVictim, custodyAddress, contactPreferences } = record;
  const answers = { victimSupport, victimAware, repeatVictim, custodyAddress, contactPreferences };
  return {
    person,
    incident,
    contactPoints,
    markers,
    relationshipCodes,
    role,
    safeContactNote,
    reason,
    ...answers,
  };
}

/** The newest versions of the referrals that these records may change, opened. */
export async function newestContents(
  tx: Transaction,
  encryption: FieldEncryption,
  world: KnownWorld,
  records: readonly ReferralRecord[],
): Promise<Map<string, VersionContent>> {
  const known = records.flatMap((record) => {
    const referral = world.referrals.get(`${record.feed} ${record.sourceKey}`);
    return referral && referral.contentSha256 !== record.contentSha256 ? [referral.id] : [];
  });
  const rows = await tx.query<{ id: string; number: number; sealed: string | null }>(
    `SELECT v.referral_id AS id, v.number, v.content_sealed AS sealed
       FROM referral r JOIN referral_version v ON v.referral_id = r.id AND v.number = r.latest_version
      WHERE r.id = ANY ($1)`,
    [known],
  );
  return new Map(
    rows.flatMap(({ id, number, sealed }): [string, VersionContent][] =>
      sealed ? [[id, JSON.parse(encryption.open(sealed, placeOf(id, number))) as VersionContent]] : [],
    ),
  );
}

function placeOf(referralId: string, number: number) {
  return { table: 'referral_version', column: 'content_sealed', rowId: `${referralId} ${number}` };
}

/** Dotted names of the fields that differ between two versions, such as `incident.crimeStatus`. Names only, no values. */
export function changedFieldNames(before: VersionContent, record: ReferralRecord): string[] {
  const after = contentOf(record);
  // To see that a part is the same, as most are, costs less than to take it apart.
  const parts = (Object.keys({ ...before, ...after }) as (keyof VersionContent)[]).filter(
    (part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]),
  );
  const [old, now] = [before, after].map((content) =>
    flattened(Object.fromEntries(parts.map((part) => [part, content[part]]))),
  ) as [Map<string, string>, Map<string, string>];
  const names = new Set([...old.keys(), ...now.keys()]);
  return [...names].filter((name) => old.get(name) !== now.get(name)).sort();
}

function flattened(content: Partial<VersionContent>): Map<string, string> {
  const entries = Object.entries(JSON.parse(JSON.stringify(content)) as Record<string, unknown>);
  return new Map(
    entries.flatMap(([name, value]): [string, string][] =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(value).map(([inner, innermost]) => [`${name}.${inner}`, JSON.stringify(innermost)])
        : [[name, JSON.stringify(value)]],
    ),
  );
}
