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

/** An offence as the extract names it. */
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
  often(5.5, 0, ['TH68036', '028/01', 'Burglary - dwelling, with intent to steal'], 'burglary'),
  often(3, 6, ['TH68041', '030/02', 'Burglary - building other than a dwelling'], 'burglary'),
];

const PROPERTY = [
  often(9, 2, ['TH68007', '045/10', 'Theft from a motor vehicle'], 'property'),
  often(3.6, 1.5, ['TH68004', '048/01', 'Theft of a motor vehicle'], 'property'),
  often(1.8, 0, ['TH68005', '039/01', 'Theft from the person of another'], 'property'),
  often(1.2, 0, ['TH68006', '040/01', 'Theft in a dwelling, other than from an automatic machine or meter'], 'property'),
  often(0, 1.5, ['TH68009', '041/01', 'Theft by an employee'], 'property'),
  often(1.8, 0, ['TH68003', '044/01', 'Theft of a pedal cycle'], 'property'),
  often(0, 45, ['TH68010', '046/00', 'Theft from a shop or stall'], 'property'),
  often(12.5, 9, ['TH68001', '049/10', 'Theft, "not classified elsewhere"'], 'property'),
  often(0.4, 6, ['TH68052', '049/82', 'Making off without payment'], 'property'),
  often(5.5, 0, ['CD71039', '058/01', 'Criminal damage to a dwelling, £5,000 or less'], 'property'),
  often(8, 3, ['CD71040', '058/03', 'Criminal damage to a vehicle, £5,000 or less'], 'property'),
  often(2, 9, ['CD71041', '058/04', 'Other criminal damage, £5,000 or less'], 'property'),
  often(0.3, 0.8, ['CD71015', '056/02', 'Arson, life not endangered'], 'property'),
];

const VIOLENCE = [
  often(7.5, 0, ['OF61016', '008/06', 'Assault occasioning actual bodily harm'], 'violence'),
  often(9, 0, ['CJ88001', '105/01', 'Common assault and battery'], 'violence'),
  often(0.5, 0, ['OF61010', '005/01', 'Wounding with intent'], 'violence'),
  often(3.2, 0, ['PH97003', '008/30', 'Harassment without violence'], 'stalking'),
  often(0.8, 0, ['PH97012', '008/64', 'Stalking involving fear of violence'], 'stalking'),
  often(0.6, 0, ['SC15076', '008/68', 'Controlling or coercive behaviour'], 'stalking'),
  often(1, 0, ['OF61006', '003/01', 'Threats to kill'], 'violence'),
  often(0.8, 0.3, ['TH68023', '034/01', 'Robbery'], 'violence'),
  often(0.3, 0, ['CD71010', '056/01', 'Arson, endangering life'], 'violence'),
  often(0.2, 0, ['COML014', '036/01', 'Kidnapping'], 'violence'),
  often(0.9, 0, ['CD98064', '008/55', 'Racially or religiously aggravated harassment'], 'hate'),
];

const SEXUAL = [
  often(1, 0, ['SX03001', '019/08', 'Rape of a female aged 16 or over'], 'sexual'),
  often(1.4, 0, ['SX03007', '020/05', 'Sexual assault on a female'], 'sexual'),
  often(0.3, 0, ['SX56014', '017/13', 'Indecent assault on a male (historic)'], 'sexual'),
  often(0.5, 0, ['SX03016', '022/02', 'Sexual activity with a child under 16'], 'exploitation-child'),
  often(0.25, 0, ['SX03048', '071/02', 'Controlling a child in relation to sexual exploitation'], 'exploitation-child'),
];

const SERIOUS_AND_ORGANISED = [
  often(0.14, 0, ['MS15001', '106/00', 'Hold a person in slavery or servitude'], 'modern-slavery'),
  often(0.05, 0, ['MS15003', '106/00', 'Arrange travel of another with a view to exploitation'], 'modern-slavery'),
  often(1.3, 1, ['FA06001', '053/01', 'Fraud by false representation'], 'fraud', ['1D', '2A', '3F', '5D', '90']),
  often(0.15, 0.2, ['CM90001', '053/40', 'Unauthorised access to computer material'], 'fraud', ['52B', '52E']),
];

const BEREAVEMENT = [
  often(0.03, 0, ['COML001', '001/01', 'Murder, victim aged one year or over'], 'bereavement'),
  often(0.05, 0, ['RT88002', '004/04', 'Causing death by dangerous driving'], 'bereavement'),
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
export const COERCIVE_BEHAVIOUR = VIOLENCE.find(({ offence }) => offence.code === 'SC15076')!.offence;

/** The first offence of a nature. Throws RangeError where the list has none. */
export function offenceOf(nature: Nature): Offence {
  const found = ALL.find(({ offence }) => offence.nature === nature);
  if (!found) throw new RangeError(`No offence of nature ${nature}`);
  return found.offence;
}
