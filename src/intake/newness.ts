import { DIRECT_FEED } from './direct-feed.js';
import type { ReferralRecord } from './referral-record.js';

type Sent = Pick<ReferralRecord, 'feed' | 'lastUpdatedAt'>;

/** When the source last updated what it says; null of a single referral, whose time is that of its sending. */
export function sourceInstantOf({ feed, lastUpdatedAt }: Sent): Date | null {
  return feed === DIRECT_FEED ? null : lastUpdatedAt;
}

/** Whether what is held of a person or a crime, whichever referral said it, is newer than this. */
export function isOlderThan(held: Date | null | undefined, sent: Sent): boolean {
  if (!held) return false;
  const at = sourceInstantOf(sent);
  return at === null || at < held;
}
