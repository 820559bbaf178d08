import { atMost, type Check, equal, grouped, measured, numberIn, rowsOf, sumOf } from './comparison.js';

const DISPOSED = [
  ...[
    'duplicate',
    'accepted',
    'declined',
    'ineligible',
    'unsafe',
    'unable_to_contact',
    'out_of_area',
    'pending',
  ],
];

/** Referrals, contact, support and caseload. */
export const DEMAND_CHECKS = {
  R01: (checked) =>
    rowsOf(checked, 'Referrals').map((row) =>
      equal(
        `Referrals[${row.pathway}|${row.crime_category}]:received`,
        numberIn(row, 'received'),
        'its dispositions',
        numberIn(row, ...DISPOSED),
      ),
    ),
  R02: (checked) => {
    const rows = rowsOf(checked, 'Referrals');
    const total = measured(checked, 'referrals.total');
    const pathways = [...grouped(rows, 'pathway')].map(([pathway, own]) =>
      equal(
        `Referrals[${pathway}]`,
        sumOf(own, 'received'),
        'Funnel',
        measured(checked, `referrals.${pathway}`),
      ),
    );
    return [
      ...pathways,
      equal('Referrals:received', sumOf(rows, 'received'), 'Funnel[referrals.total]', total),
    ];
  },
  R03: (checked) => {
    const parts = measured(checked, 'phoned.from-referrals') + measured(checked, 'phoned.proactive');
    return [equal('Funnel[phoned]', measured(checked, 'phoned'), 'Funnel, its two parts', parts)];
  },
  R04: (checked) =>
    rowsOf(checked, 'Contacts').flatMap((row) => {
      const name = `Contacts[${row.method}|${row.direction}]`;
      const [reached, successful] = [numberIn(row, 'persons_reached'), numberIn(row, 'successful')];
      return [
        atMost(`${name}:persons_reached`, reached, `${name}:successful`, successful),
        atMost(`${name}:successful`, successful, `${name}:attempts`, numberIn(row, 'attempts')),
      ];
    }),
  R05: ({ facts }) => [
    atMost('most attempts of one case', facts.attemptsMost, 'allowed', facts.attemptsAllowed),
  ],
  R06: (checked) => [
    atMost(
      ...(['Funnel[persons.referred]', measured(checked, 'persons.referred')] as const),
      ...(['Funnel[referrals.total]', measured(checked, 'referrals.total')] as const),
    ),
  ],
  R07: (checked) => {
    const levels =
      measured(checked, 'supported.needs-assessment') + measured(checked, 'supported.specialist-plan');
    return [equal('Funnel[supported]', measured(checked, 'supported'), 'Funnel, its two levels', levels)];
  },
  R08: (checked) =>
    rowsOf(checked, 'Caseload').map((row) => {
      const flow = numberIn(row, 'opening', 'new', 'reopened') - numberIn(row, 'closed', 'transferred_out');
      return equal(`Caseload[${row.service_level}]`, flow, 'its closing', numberIn(row, 'closing'));
    }),
  R09: (checked) => {
    const opening = sumOf(rowsOf(checked, 'Caseload'), 'opening');
    const { closing } = checked.before;
    return closing === null ? [] : [equal('Caseload:opening', opening, 'the locked return before', closing)];
  },
  R10: (checked) => {
    const episodes = sumOf(rowsOf(checked, 'Caseload'), 'opening', 'new', 'reopened');
    return [
      atMost('Funnel[supported]', measured(checked, 'supported'), 'Caseload:opening+new+reopened', episodes),
    ];
  },
  R11: (checked) => [
    equal(
      ...(['Closures:episodes', sumOf(rowsOf(checked, 'Closures'), 'episodes')] as const),
      ...(['Funnel[episodes.closed]', measured(checked, 'episodes.closed')] as const),
    ),
  ],
  R12: (checked) => {
    const { lastFour } = checked.before;
    const received = measured(checked, 'referrals.total');
    if (checked.span.kind !== 'quarter' || lastFour.length < 4 || received === 0) return [];
    const shares = lastFour.map((one) => (one.received === 0 ? 0 : (1000 * one.supported) / one.received));
    const mean = Math.round(shares.reduce((sum, share) => sum + share, 0) / shares.length);
    const share = Math.round((1000 * measured(checked, 'supported')) / received);
    const room = (mean * checked.definition.setting('bandTolerancePercent')) / 100;
    const isMet = Math.abs(share - mean) <= room;
    return [
      {
        sheetA: 'supported per 1,000 received',
        valueA: share,
        sheetB: 'last four quarters',
        valueB: mean,
        isMet,
      },
    ];
  },
  R13: (checked) =>
    rowsOf(checked, 'OnwardReferrals').map((row) =>
      atMost(
        ...([`OnwardReferrals[${row.agency}]:persons`, numberIn(row, 'persons')] as const),
        ...(['its referrals', numberIn(row, 'referrals')] as const),
      ),
    ),
  R14: (checked) =>
    rowsOf(checked, 'OnwardReferrals').map((row) =>
      equal(
        ...([`OnwardReferrals[${row.agency}]:referrals`, numberIn(row, 'referrals')] as const),
        ...(['its answers', numberIn(row, 'accepted', 'declined', 'pending')] as const),
      ),
    ),
} satisfies Record<string, Check>;
