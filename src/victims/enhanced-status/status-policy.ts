import { DANGER_MARKERS, type DangerMarker } from '../contact-safety/danger-markers.js';
import { configFolder } from '../../reference-data/policy/config-folder.js';
import type { Sourced } from '../../reference-data/policy/policy-files.js';
import { PolicyReader } from '../../reference-data/policy/policy-reader.js';
import type { ReferencePolicy } from '../../reference-data/policy/reference-policy.js';

/** Bases that a person may find; `config/policy/enhanced-status.yaml` must have each and no other as assessed. */
export const ASSESSED_BASES = [
  'persistently-targeted',
  'serious-crime',
  'mental-disorder',
  'impairment',
  'physical-disability',
  'fear-or-distress',
  'discretion',
] as const;
export type AssessedBasis = (typeof ASSESSED_BASES)[number];

/** A basis of enhanced rights, and what of the record gives it. */
export interface BasisRule extends Sourced {
  code: string;
  label: string;
  /** Group of the Victims' Code. */
  group: string;
  childAt?: 'now' | 'offence';
  cohorts?: string[];
  categories?: string[];
  markers?: DangerMarker[];
  isAssessed?: true;
}

interface StatusFile extends Sourced {
  title: string;
  bases: (Omit<BasisRule, keyof Sourced> & Partial<Sourced>)[];
}

const FILE = 'policy/enhanced-status.yaml';

/** @throws PolicyRefused naming file, line and path */
export function readStatusPolicy(folder: string, policy: ReferencePolicy): BasisRule[] {
  const reader = new PolicyReader(folder);
  const { source, factStatus, bases } = reader.read<StatusFile>(FILE, 'enhanced-status');
  const cohorts = policy.codesOf('cohorts').map(({ code }) => code);
  const categories = policy.offences.rules.map(({ category }) => category);
  bases.forEach((basis, index) => {
    const refuse = (fault: string) => reader.refuse(FILE, ['bases', index], `${basis.code}: ${fault}`);
    if (bases.findIndex(({ code }) => code === basis.code) !== index) refuse('stands twice');
    const strange =
      basis.cohorts?.find((one) => !cohorts.includes(one)) ??
      basis.categories?.find((one) => !categories.includes(one)) ??
      basis.markers?.find((one) => !DANGER_MARKERS.includes(one));
    if (strange !== undefined) refuse(`there is no ${strange}`);
  });
  const assessed = bases.filter(({ isAssessed }) => isAssessed).map(({ code }) => code);
  if (assessed.sort().join() !== [...ASSESSED_BASES].sort().join())
    reader.refuse(FILE, ['bases'], `the assessed bases are ${ASSESSED_BASES.join(', ')}`);
  return bases.map((basis) => ({ source, factStatus, ...basis }));
}

/** The bases of this process. */
export class StatusPolicy {
  constructor(readonly bases: readonly BasisRule[]) {}

  /** The rule of a basis that was stored; null where policy no longer has it. */
  find(code: string): BasisRule | null {
    return this.bases.find((basis) => basis.code === code) ?? null;
  }
}

let current: StatusPolicy | undefined;

/** Read once. @throws PolicyRefused */
export function currentStatusPolicy(policy: ReferencePolicy): StatusPolicy {
  current ??= new StatusPolicy(readStatusPolicy(configFolder(), policy));
  return current;
}
