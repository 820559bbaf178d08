import { isoDayOf, policeDateTime, yearOf } from './calendar.js';
import type { AthenaRow } from './columns.js';
import { ENGLISH_SURNAMES } from './names.js';
import type { Nature, Offence } from './offences.js';
import type { Random } from './random.js';

/** The force code of West Mercia. */
export const FORCE = '22';
const OFFICERS = 420;

/** The columns that every victim's row of one crime has in common. */
export type CrimeColumns = Pick<
  AthenaRow,
  | 'forceIdentifier'
  | 'crimeReference'
  | 'incidentReference'
  | 'reportedDateTime'
  | 'recordedDateTime'
  | 'incidentStartDateTime'
  | 'incidentEndDateTime'
  | 'crimeOffenceCode'
  | 'homeOfficeClassification'
  | 'offenceTitle'
  | 'nfibCode'
  | 'crimeStatus'
  | 'crimeOutcome'
  | 'lossAmount'
  | 'officerCollarNumber'
  | 'officerName'
  | 'unresourced'
>;

/** An invented crime. */
export interface Crime {
  nature: Nature;
  officer: number;
  columns: CrimeColumns;
}

/** Numbers crimes and incidents the way West Mercia does: force/serial/year and five digits_I_day. */
export class CrimeRegister {
  private serial = 30_000;
  private incident = 0;

  /** A crime recorded on the day before the extract. */
  record(offence: Offence, extractDay: number, random: Random): Crime {
    const recordedDay = extractDay - 1;
    const reportedDay = recordedDay - random.weighted(DAYS_TO_RECORD);
    const officer = random.below(OFFICERS);
    const minute = random.between(8 * 60, 20 * 60);
    return {
      nature: offence.nature,
      officer,
      columns: {
        ...this.references(recordedDay, reportedDay, random),
        ...offenceColumns(offence, random),
        ...progressOf(random),
        reportedDateTime: policeDateTime(reportedDay, minute - 70),
        recordedDateTime: policeDateTime(recordedDay, minute),
        ...occurred(offence.nature, reportedDay, minute - 80, random),
        officerCollarNumber: String(1_000 + officer),
        officerName: `PC ${ENGLISH_SURNAMES[officer % ENGLISH_SURNAMES.length]}`,
        unresourced: offence.nature === 'burglary' ? String(random.chance(0.35)) : '',
      },
    };
  }

  private references(
    recordedDay: number,
    reportedDay: number,
    random: Random,
  ): Pick<AthenaRow, 'forceIdentifier' | 'crimeReference' | 'incidentReference'> {
    this.serial += random.between(1, 3);
    this.incident = (this.incident + random.between(1, 4)) % 100_000;
    const [year, month, day] = isoDayOf(reportedDay).split('-');
    const incident = `${String(this.incident).padStart(5, '0')}_I_${day}${month}${year}`;
    return {
      forceIdentifier: FORCE,
      crimeReference: `${FORCE}/${this.serial}/${String(yearOf(recordedDay)).slice(2)}`,
      incidentReference: random.chance(0.9) ? incident : '',
    };
  }
}

const DAYS_TO_RECORD = [
  [0, 80],
  [1, 10],
  [2, 4],
  [4, 4],
  [11, 2],
] as const;

function offenceColumns(
  offence: Offence,
  random: Random,
): Pick<
  CrimeColumns,
  'crimeOffenceCode' | 'homeOfficeClassification' | 'offenceTitle' | 'nfibCode' | 'lossAmount'
> {
  const losesMoney = ['burglary', 'property', 'fraud'].includes(offence.nature) && random.chance(0.6);
  const pounds = Math.floor(Math.exp(2.5 + random.next() * 5));
  return {
    crimeOffenceCode: offence.code,
    homeOfficeClassification: offence.homeOfficeClass,
    offenceTitle: offence.title,
    nfibCode: offence.nfibCodes ? random.pick(offence.nfibCodes) : '',
    lossAmount: losesMoney ? `${pounds}.${String(random.below(100)).padStart(2, '0')}` : '',
  };
}

function progressOf(random: Random): Pick<CrimeColumns, 'crimeStatus' | 'crimeOutcome'> {
  const [crimeStatus, crimeOutcome] = random.weighted<readonly [string, string]>([
    [['New', ''], 12],
    [['Under investigation', ''], 62],
    [['Filed', '18'], 22],
    [['Filed', '14'], 3],
    [['Awaiting district review', ''], 0.3],
    [['Cancelled', ''], 0.3],
    [['No crime', ''], 0.2],
    [['Transferred to another force', ''], 0.2],
  ]);
  return { crimeStatus, crimeOutcome };
}

function occurred(
  nature: Nature,
  reportedDay: number,
  minute: number,
  random: Random,
): Pick<CrimeColumns, 'incidentStartDateTime' | 'incidentEndDateTime'> {
  const isHistoric = (nature === 'sexual' || nature === 'exploitation-child') && random.chance(0.25);
  const daysAgo = isHistoric ? random.between(200, 9_000) : random.weighted(DAYS_TO_REPORT);
  const start = policeDateTime(reportedDay - daysAgo, Math.max(0, minute - random.between(20, 400)));
  const end = random.chance(0.5) ? policeDateTime(reportedDay - (isHistoric ? daysAgo - 30 : 0), minute) : '';
  return { incidentStartDateTime: random.chance(0.96) ? start : '', incidentEndDateTime: end };
}

const DAYS_TO_REPORT = [
  [0, 70],
  [1, 18],
  [3, 8],
  [9, 4],
] as const;
