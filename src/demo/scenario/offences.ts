/** What kind of harm an offence is, as far as the scenario needs to know. */
export type Nature =
  | 'burglary'
  | 'property'
  | 'violence'
  | 'stalking'
  | 'hate'
  | 'sexual'
  | 'exploitation-child'
  | 'modern-slavery'
  | 'fraud'
  | 'bereavement'
  | 'unknown';

/** An offence as the extract names it: CJS code, Home Office class and title, shortened from the published lists. */
export interface Offence {
  code: string;
  homeOfficeClass: string;
  title: string;
  nature: Nature;
  nfibCodes?: readonly string[];
}

/** An offence with how often it happens to people and to organisations (weights: assumptions). */
interface Frequency {
  offence: Offence;
  people: number;
  organisations: number;
}

function often(
  people: number,
  organisations: number,
  [code, homeOfficeClass, title]: readonly [string, string, string],
  nature: Nature,
  nfibCodes?: readonly string[],
): Frequency {
  const offence = { code, homeOfficeClass, title, nature };
  return { people, organisations, offence: nfibCodes ? { ...offence, nfibCodes } : offence };
}

const BURGLARY = [
  often(4, 0, ['TH68026', '028/03', 'Burglary dwelling - with intent to steal'], 'burglary'),
  often(1.6, 0, ['TH68036', '028/03', 'Burglary dwelling and theft - no violence'], 'burglary'),
  often(3, 6, ['TH68037', '030/02', 'Burglary other than dwelling - theft'], 'burglary'),
];

const PROPERTY = [
  often(9, 2, ['TH68007', '045/10', 'Theft from a motor vehicle'], 'property'),
  often(3.6, 1.5, ['TH68013', '048/01', 'Theft of motor vehicle'], 'property'),
  often(1.8, 0, ['TH68001', '039/00', 'Theft from the person of another'], 'property'),
  often(
    1.2,
    0,
    ['TH68002', '040/00', 'Theft in dwelling, other than an automatic machine or meter'],
    'property',
  ),
  often(0, 1.5, ['TH68003', '041/00', 'Theft by employee'], 'property'),
  often(1.8, 0, ['TH68006', '044/00', 'Theft of pedal cycle'], 'property'),
  often(0, 45, ['TH68010', '046/00', 'Theft from a shop'], 'property'),
  often(12.5, 9, ['TH68020', '049/10', 'Theft - other, "including theft by finding"'], 'property'),
  often(0.4, 6, ['TH78011', '053/25', 'Make off without making payment'], 'property'),
  often(15.5, 12, ['CD71039', '149/00', 'Criminal damage to property valued under £5,000'], 'property'),
  often(0.3, 0.8, ['CD71015', '056/02', 'Arson'], 'property'),
];

const VIOLENCE = [
  often(
    7.5,
    0,
    ['OF61102', '008/06', 'Assault a person thereby occasioning them actual bodily harm'],
    'violence',
  ),
  often(9, 0, ['CJ88001', '105/01', 'Common assault'], 'violence'),
  often(0.5, 0, ['OF61016', '005/01', 'Section 18 - wounding with intent'], 'violence'),
  often(3.2, 0, ['PH97004', '195/94', 'Harassment without violence'], 'stalking'),
  often(0.8, 0, ['PH97006', '195/12', 'Stalking without fear, alarm or distress'], 'stalking'),
  often(
    0.6,
    0,
    ['SC15004', '008/67', 'Controlling or coercive behaviour in a family relationship'],
    'stalking',
  ),
  often(1, 0, ['OF61014', '003/01', 'Threats to kill'], 'violence'),
  often(0.8, 0.3, ['TH68023', '034/01', 'Robbery'], 'violence'),
  often(0.3, 0, ['CD71003', '056/01', 'Arson, reckless as to whether life was endangered'], 'violence'),
  often(0.2, 0, ['COML017', '036/01', 'False imprisonment'], 'violence'),
  often(0.9, 0, ['CD98075', '008/55', 'Racially or religiously aggravated harassment, by words'], 'hate'),
];

const SEXUAL = [
  often(1, 0, ['SX03002', '019/08', 'Rape a woman 16 years of age or over'], 'sexual'),
  often(1.4, 0, ['SX03007', '020/05', 'Sexual assault on a female'], 'sexual'),
  often(0.3, 0, ['SX56028', '017/13', 'Indecent assault on boy under the age of 14 years'], 'sexual'),
  often(0.5, 0, ['SX03025', '022/06', 'Sexual activity with a girl 13 to 15'], 'exploitation-child'),
  often(
    0.25,
    0,
    ['SX03048', '071/02', 'Cause or incite the sexual exploitation of a child'],
    'exploitation-child',
  ),
];

const SERIOUS_AND_ORGANISED = [
  often(0.14, 0, ['MS15001', '106/00', 'Hold a person in slavery or servitude'], 'modern-slavery'),
  often(
    0.05,
    0,
    ['MS15003', '106/00', 'Arrange travel of another with a view to exploitation'],
    'modern-slavery',
  ),
  often(1.3, 1, ['FA06001', '053/01', 'Fraud by false representation'], 'fraud', [
    '1D',
    '2A',
    '3F',
    '5D',
    '90',
  ]),
  often(0.15, 0.2, ['CM90001', '053/34', 'Unauthorised access to computer material'], 'fraud', [
    '52B',
    '52E',
  ]),
];

const BEREAVEMENT = [
  often(0.03, 0, ['COML025', '001/01', 'Murder, victim aged one year or over'], 'bereavement'),
  often(0.05, 0, ['RT88001', '004/04', 'Causing death by dangerous driving'], 'bereavement'),
];

const ALL = [...BURGLARY, ...PROPERTY, ...VIOLENCE, ...SEXUAL, ...SERIOUS_AND_ORGANISED, ...BEREAVEMENT];

/** What happens to people. */
export const OFFENCES_ON_PEOPLE = ALL.filter((often) => often.people > 0).map(
  (often) => [often.offence, often.people] as const,
);

/** What happens to organisations. */
export const OFFENCES_ON_ORGANISATIONS = ALL.filter((often) => often.organisations > 0).map(
  (often) => [often.offence, often.organisations] as const,
);

/** Codes that no reference list knows. */
export const UNKNOWN_OFFENCES: readonly Offence[] = [
  { code: 'ZZ99001', homeOfficeClass: '999/99', title: 'Offence awaiting classification', nature: 'unknown' },
  { code: 'LOCAL7', homeOfficeClass: '', title: 'Local code 7', nature: 'unknown' },
  { code: '', homeOfficeClass: '', title: 'Crime, type to be confirmed', nature: 'unknown' },
];

/** What a theft from the person often turns out to be. */
export const ROBBERY = VIOLENCE.find(({ offence }) => offence.title === 'Robbery')!.offence;

/** What a common assault at home often turns out to be. */
export const COERCIVE_BEHAVIOUR = VIOLENCE.find(({ offence }) => offence.code === 'SC15004')!.offence;

/** The first offence of a nature. Throws RangeError where the list has none. */
export function offenceOf(nature: Nature): Offence {
  const found = ALL.find(({ offence }) => offence.nature === nature);
  if (!found) throw new RangeError(`No offence of nature ${nature}`);
  return found.offence;
}

/** The offence of a code. Throws RangeError where the list has none. */
export function offenceWithCode(code: string): Offence {
  const found = ALL.find(({ offence }) => offence.code === code);
  if (!found) throw new RangeError(`No offence with code ${code}`);
  return found.offence;
}
