/** The roles that an identity provider may give, as their token names them. */
export const ROLES = [
  'coordinator',
  'team-leader',
  'referrer',
  'intake-service',
  'returns-officer',
  'board-analyst',
  'data-protection-officer',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

const CASEWORKERS: Role[] = ['coordinator', 'team-leader'];

/** Which roles hold which permission: the whole access matrix of the routes, on one screen. */
export const PERMISSIONS = {
  'import:create': ['intake-service', 'team-leader'],
  'import:read': ['intake-service', 'auditor', 'administrator', ...CASEWORKERS],
  'import:decide': CASEWORKERS,
  'referral:create': ['referrer', 'intake-service', ...CASEWORKERS],
  'referral:read': ['referrer', ...CASEWORKERS],
  'victim:read': ['data-protection-officer', ...CASEWORKERS],
  'victim:edit': CASEWORKERS,
  'access-log:read': ['data-protection-officer', 'team-leader'],
  'incident:read': CASEWORKERS,
  'justice-event:read': CASEWORKERS,
  'justice-event:record': CASEWORKERS,
  'case:read': CASEWORKERS,
  'case:edit': CASEWORKERS,
  'case:allocate': CASEWORKERS,
  'closure:approve': ['team-leader'],
  'case:restrict': ['team-leader'],
  'case:break-glass': CASEWORKERS,
  'break-glass:review': ['team-leader', 'data-protection-officer'],
  'task:read': CASEWORKERS,
  'task:edit': CASEWORKERS,
  'assessment:read': CASEWORKERS,
  'assessment:edit': CASEWORKERS,
  'plan:read': CASEWORKERS,
  'plan:edit': CASEWORKERS,
  'entitlement:read': CASEWORKERS,
  'agency-referral:read': CASEWORKERS,
  'agency-referral:edit': CASEWORKERS,
  'message:read': CASEWORKERS,
  'message:settle': CASEWORKERS,
  'message:ask': CASEWORKERS,
  'message-batch:read': CASEWORKERS,
  'message-batch:edit': CASEWORKERS,
  // For providers that show their secret; no role has it.
  'provider-callback:send': [],
  'report:panel': ['team-leader', 'returns-officer'],
  'report:victims-code': [
    'team-leader',
    'returns-officer',
    'board-analyst',
    'data-protection-officer',
    'auditor',
  ],
  'report:victims-code-clocks': ['data-protection-officer', ...CASEWORKERS],
  'report:publish': ['team-leader', 'returns-officer'],
  'return:read': ['team-leader', 'returns-officer'],
  'return:edit': ['returns-officer'],
  'return:approve': ['returns-officer'],
  'audit:read': ['auditor', 'data-protection-officer'],
  'reference:read': [...ROLES],
  'bank-holiday:edit': ['administrator'],
  'staff:cover': ['team-leader'],
  'staff:read': ['administrator', ...CASEWORKERS],
  'metrics:read': ['administrator'],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof PERMISSIONS;

/** Whether any of the roles holds the permission. */
export function mayDo(roles: readonly Role[], permission: Permission): boolean {
  const holders: readonly Role[] = PERMISSIONS[permission];
  return roles.some((role) => holders.includes(role));
}
