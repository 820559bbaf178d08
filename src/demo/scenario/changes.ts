import { CHANGES, LATER_ROWS } from './assumptions.js';
import { policeDateTime } from './calendar.js';
import type { AthenaRow } from './columns.js';
import { asTyped, PLACEHOLDER_EMAILS, PLACEHOLDER_PHONES } from './contact-book.js';
import type { ContactBook } from './contact-book.js';
import { ENGLISH_SURNAMES } from './names.js';
import { COERCIVE_BEHAVIOUR, ROBBERY } from './offences.js';
import type { Offence } from './offences.js';
import type { PeopleMaker } from './people-maker.js';
import type { Victim } from './person.js';
import type { Random } from './random.js';
import { NO_SUSPECT, STRANGER } from './relationships.js';

/** What can change in a row that was sent before. */
export type ChangeKind = (typeof CHANGES)[number][0];

/** A changed row and what changed in it. */
export interface Changed {
  row: AthenaRow;
  kind: ChangeKind;
}

type Change = (row: AthenaRow, victim: Victim, random: Random) => Partial<AthenaRow> | undefined;

const NEXT_STATUS: Record<string, readonly string[]> = {
  New: ['Under investigation', 'Filed'],
  'Under investigation': ['Filed', 'Charged', 'Ongoing', 'Awaiting district review'],
};
const REVIEWED = ['Ongoing', 'Reopened', 'Closed'];

/** Changes rows the way a crime file goes on: never without effect, never the key. */
export class ChangesMaker {
  private readonly changes: Record<ChangeKind, Change>;

  constructor(
    private readonly people: PeopleMaker,
    contacts: ContactBook,
  ) {
    this.changes = {
      'changed-status': statusMovedOn,
      'changed-phone-added': (row, victim, random) => {
        if (!isPlaceholder(row.mobileTelephone, PLACEHOLDER_PHONES)) return undefined;
        victim.mobile ||= contacts.nextMobile();
        return { mobileTelephone: asTyped(victim.mobile, random) };
      },
      'changed-email-added': (row, victim, random) => {
        if (!isPlaceholder(row.emailAddress, PLACEHOLDER_EMAILS)) return undefined;
        victim.email ||= contacts.nextEmail(row.givenName, row.surname, random);
        return { emailAddress: victim.email };
      },
      'changed-offence': offenceReclassed,
      'changed-domestic-marker': (row, victim) =>
        victim.kind === 'individual' && row.domesticAbuse !== 'true' ? { domesticAbuse: 'true' } : undefined,
      'changed-suspect-named': (row) => this.suspectNamed(row),
      'changed-cancelled': (row, _, random) =>
        CANCELLED.includes(row.crimeStatus) ? undefined : { crimeStatus: random.pick(CANCELLED) },
      'changed-support-refused': (row) =>
        row.victimSupport === 'false' ? undefined : { victimSupport: 'false' },
      'changed-birth-date': birthDateFound,
      'changed-surname': married,
      'changed-deceased': died,
    };
  }

  /** A later version of a row, updated at this minute of a day. */
  changed(row: AthenaRow, victim: Victim, day: number, minute: number, random: Random): Changed {
    const wanted =
      isBornSomeDay(row, victim) && random.chance(LATER_ROWS.birthDateFound)
        ? 'changed-birth-date'
        : random.weighted(CHANGES);
    const change = this.changes[wanted](row, victim, random);
    const kind = change ? wanted : 'changed-status';
    const columns = change ?? statusMovedOn(row, victim, random);
    return { kind, row: { ...row, ...columns, lastUpdatedDateTime: policeDateTime(day, minute) } };
  }

  private suspectNamed(row: AthenaRow): Partial<AthenaRow> | undefined {
    if (row.suspectPersonIds !== '') return undefined;
    const relationshipToSuspect =
      row.relationshipToSuspect === NO_SUSPECT ? STRANGER : row.relationshipToSuspect;
    return { suspectPersonIds: this.people.nextPersonId(), relationshipToSuspect };
  }
}

const CANCELLED = ['Cancelled', 'No crime'];

function statusMovedOn(row: AthenaRow, _victim: Victim, random: Random): Partial<AthenaRow> {
  const next = (NEXT_STATUS[row.crimeStatus] ?? REVIEWED).filter((status) => status !== row.crimeStatus);
  const crimeStatus = random.pick(next);
  const isFiled = crimeStatus === 'Filed';
  return { crimeStatus, crimeOutcome: isFiled ? random.pick(['14', '15', '16', '18']) : '' };
}

function offenceReclassed(row: AthenaRow, victim: Victim): Partial<AthenaRow> | undefined {
  if (victim.kind === 'organisation') return undefined;
  const isTheft = row.offenceTitle.startsWith('Theft');
  if (!isTheft && !row.offenceTitle.startsWith('Common assault')) return undefined;
  const offence: Offence = isTheft ? ROBBERY : COERCIVE_BEHAVIOUR;
  return {
    crimeOffenceCode: offence.code,
    homeOfficeClassification: offence.homeOfficeClass,
    offenceTitle: offence.title,
  };
}

function birthDateFound(row: AthenaRow, victim: Victim): Partial<AthenaRow> | undefined {
  if (victim.kind === 'organisation' || !isBornSomeDay(row, victim)) return undefined;
  return { dateOfBirth: victim.bornOn };
}

/** The surname changes and the date of birth stays: one person. Other crimes keep the old name. */
function married(row: AthenaRow, victim: Victim, random: Random): Partial<AthenaRow> | undefined {
  if (victim.kind === 'organisation' || victim.isChild || row.dateOfBirth !== victim.bornOn) return undefined;
  const surname = random.pick(ENGLISH_SURNAMES.filter((name) => name !== row.surname));
  return { surname, alias: row.surname };
}

function died(row: AthenaRow, victim: Victim): Partial<AthenaRow> | undefined {
  if (victim.kind === 'organisation' || row.dateOfDeath !== '') return undefined;
  victim.isDeceased = true;
  return { dateOfDeath: row.recordedDateTime.slice(0, 10) };
}

function isBornSomeDay(row: AthenaRow, victim: Victim): boolean {
  return victim.kind === 'individual' && row.dateOfBirth !== victim.bornOn;
}

function isPlaceholder(value: string, placeholders: readonly string[]): boolean {
  return value === '' || placeholders.includes(value);
}
