import type { PolicyReader } from '../../../reference-data/policy/policy-reader.js';
import { wordsOf } from './return-definition.js';

const FILE = 'returns/crime-categories.yaml';

export const CRIME_FLAGS = [
  'domestic-abuse',
  'hate-crime',
  'child-sexual-exploitation',
  'modern-slavery',
] as const;
export type CrimeFlag = (typeof CRIME_FLAGS)[number];
export type AgeKind = 'child' | 'adult' | 'unknown';

/** What is known of a crime against one person. */
export interface CrimeFacts {
  /** Category of the offence rules; null where no offence code was given. */
  offence: string | null;
  flags: readonly CrimeFlag[];
  ageAtOffence: AgeKind;
  ageNow: AgeKind;
}

/** What a crime counts as. */
export interface CrimeCategory {
  category: string;
  group: string;
  /** The flag that decided, or `none`. */
  flag: CrimeFlag | 'none';
  /** Where it stands in the priority table, from 0: of several crimes of a person the least counts. */
  rank: number;
}

interface PriorityRow {
  category: string;
  label: string;
  offences?: string;
  flag?: CrimeFlag;
  age?: AgeKind;
  now?: AgeKind;
}

interface CrimeFile {
  groups: Record<string, string>;
  priority: PriorityRow[];
  notKnown: { category: string; label: string; group: string };
}

/** The fixed priority by which a crime has one category of the return. */
export class CrimeCategories {
  private readonly rows: readonly (PriorityRow & { offenceCodes: readonly string[] | null })[];
  private readonly groupOf = new Map<string, string>();

  constructor(private readonly file: CrimeFile) {
    this.rows = file.priority.map((row) => ({
      ...row,
      offenceCodes: row.offences === undefined ? null : wordsOf(row.offences),
    }));
    for (const [group, offences] of Object.entries(file.groups))
      wordsOf(offences).forEach((offence) => this.groupOf.set(offence, group));
  }

  /** Codes of the categories with what people read for them, in the order of the table. */
  get labels(): Map<string, string> {
    const { priority, notKnown } = this.file;
    return new Map([...priority, notKnown].map(({ category, label }) => [category, label]));
  }

  get notKnown(): CrimeCategory {
    const { category, group } = this.file.notKnown;
    return { category, group, flag: 'none', rank: this.rows.length };
  }

  /** What a crime counts as. A crime without an offence and without a flag that decides is not known. */
  of(facts: CrimeFacts): CrimeCategory {
    const rank = this.rows.findIndex((row) => fits(row, facts));
    const group = facts.offence === null ? this.notKnown.group : this.groupOf.get(facts.offence)!;
    if (rank < 0) return { ...this.notKnown, group };
    const { category, flag = 'none' } = this.rows[rank]!;
    return { category, group, flag, rank };
  }
}

function fits(
  { offenceCodes, flag, age, now }: PriorityRow & { offenceCodes: readonly string[] | null },
  facts: CrimeFacts,
): boolean {
  if (offenceCodes !== null && (facts.offence === null || !offenceCodes.includes(facts.offence)))
    return false;
  if (flag !== undefined && !facts.flags.includes(flag)) return false;
  return (age === undefined || age === facts.ageAtOffence) && (now === undefined || now === facts.ageNow);
}

/** @throws PolicyRefused where an offence has no group or two, or nothing takes it whatever else is known */
export function readCrimeCategories(reader: PolicyReader, offences: readonly string[]): CrimeCategories {
  const file = reader.read<CrimeFile>(FILE, 'crime-categories');
  const grouped = new Set<string>();
  for (const [group, codes] of Object.entries(file.groups))
    for (const code of wordsOf(codes)) {
      if (!offences.includes(code))
        reader.refuse(FILE, ['groups', group], `there is no offence category ${code}`);
      if (grouped.has(code)) reader.refuse(FILE, ['groups', group], `${code} stands in two groups`);
      grouped.add(code);
    }
  const ungrouped = offences.find((code) => !grouped.has(code));
  if (ungrouped !== undefined) reader.refuse(FILE, ['groups'], `${ungrouped} is in no group`);
  const always = new Set<string>();
  file.priority.forEach(({ offences: codes = '', flag, age, now }, index) => {
    const strange = wordsOf(codes).find((code) => !offences.includes(code));
    if (strange !== undefined)
      reader.refuse(FILE, ['priority', index], `there is no offence category ${strange}`);
    if (flag === undefined && age === undefined && now === undefined)
      wordsOf(codes).forEach((code) => always.add(code));
  });
  const untaken = offences.find((code) => !always.has(code));
  if (untaken !== undefined) reader.refuse(FILE, ['priority'], `nothing takes ${untaken}`);
  return new CrimeCategories(file);
}
