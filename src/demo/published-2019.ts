/**
 * What was published for the service's first months: VAL report to the West Mercia Police and Crime Panel,
 * 10 September 2019, paras 12 to 19. Only the comparison at the end of the demonstration reads it.
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
    phoned: 2091,
    'phoned.from-referrals': 1134,
    'phoned.proactive': 957,
    supported: 1838,
    'supported.needs-assessment': 1208,
    'supported.specialist-plan': 630,
    ongoing: 173,
    'agency-referrals': 634,
    'outcomes.M1_HEALTH': 154,
    'outcomes.M2_COPE': 254,
    'outcomes.M3_SAFETY': 242,
    'outcomes.M4_INFORMED': 1530,
  },
} as const;
