/**
 * What was published for the service's first months: VAL report to the West Mercia Police and Crime Panel,
 * 10 September 2019, para 12. Only the comparison at the end of the demonstration reads it.
 */
export const PUBLISHED_2019 = {
  from: '2019-04-01',
  to: '2019-08-16',
  lines: {
    'referrals.athena': 25_561,
    'referrals.internal': 959,
    'referrals.self': 159,
    'referrals.other': 16,
    'referrals.total': 26_695,
  },
} as const;
