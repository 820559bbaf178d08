/** Answers of an assessment for modern slavery, invented, as they stand on Monday 2 March 2026. */
export const BASE = {
  situations: [
    { code: 'lab-work', fromOn: '2025-01-10', toOn: '2025-11-30' },
    { code: 'lab-wages', fromOn: '2025-02-01', toOn: null, isOngoing: 'unknown' },
  ],
  ...{ countyLines: 'no', cuckooing: 'unknown', debtBondage: 'yes' },
};
export const CONSENT = {
  ...{ 'nrm.consent': 'given', 'nrm.consentOn': '2026-02-27' },
  'nrm.explained': ['what', 'support', 'outcomes', 'sharing'],
};
export const PENDING = {
  ...{ ...BASE, ...CONSENT, 'nrm.position': 'in-nrm-rg-pending' },
  ...{ 'nrm.route': 'police', 'nrm.submittedOn': '2026-03-02', 'nrm.reference': 'NRM-invented-1' },
};
export const CHILD_NRM = {
  ...{ ...BASE, 'nrm.position': 'child-nrm', 'nrm.route': 'local-authority' },
  ...{ 'child.localAuthority': 'E06000051', 'child.guardian': 'not-in-area' },
};

/** A Monday without a bank holiday near. */
export const MONDAY = new Date('2026-03-02T10:00:00Z');
