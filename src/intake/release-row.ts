import type { QuarantineReason } from './disposition.js';
import type { ReferralRecord } from './referral-record.js';

/**
 * A record as a person released it, by what it was held for:
 *
 * - another person under the key: somebody new, without the person id that is taken, under a key of its own;
 * - person id contradicts name and birth: somebody new without that id, under the row's key;
 * - person id belongs to another person: a referral of whom the id names, under a key of its own (where name and birth
 *   contradict that person, the row is held once more, and then taken for the person of its key, without the id);
 * - another crime under the key: a referral of its own, under a key of its own;
 * - anything else is about values, which are read leniently before they come here.
 *
 * @param place where the row stands, for a key that no sender uses
 */
export function asReleased(
  record: ReferralRecord,
  reasonCode: string,
  place: { fileId: string; row: number },
): ReferralRecord {
  const ownKey = `${record.sourceKey}:released:${place.fileId}:${place.row}`;
  const unnamed = { ...record.person, identifier: null };
  switch (reasonCode as QuarantineReason) {
    case 'another-person-under-this-key':
      return { ...record, sourceKey: ownKey, person: unnamed };
    case 'person-id-contradicts-name-and-birth':
      return { ...record, person: unnamed };
    case 'person-id-belongs-to-another-person':
    case 'another-crime-under-this-key':
      return { ...record, sourceKey: ownKey };
    default:
      return record;
  }
}
