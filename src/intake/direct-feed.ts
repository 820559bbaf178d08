/** Feed of single referrals. */
export const DIRECT_FEED = 'direct';
