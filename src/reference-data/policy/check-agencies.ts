import type { PolicyReader } from './policy-reader.js';
import type { ReferenceList } from './reference-code.js';

interface AgencyRow {
  code: string;
  attributes: {
    cohorts?: string[];
    areas?: string[];
    agesFrom?: number;
    agesTo?: number;
    notAccepting?: { from: string; to?: string }[];
  };
}

const FILE = 'reference-data/agencies.yaml';

/** Holds the directory of agencies to its own schema and to the lists that it names. @throws PolicyRefused */
export function checkAgencies(reader: PolicyReader, lists: ReadonlyMap<string, ReferenceList>): void {
  const { rows } = reader.read<{ rows: AgencyRow[] }>(FILE, 'agencies');
  const [cohorts, areas] = ['cohorts', 'local-authorities'].map((list) => codesOf(lists, list));
  rows.forEach(({ attributes }, index) => {
    const refuse = (field: string, fault: string) =>
      reader.refuse(FILE, ['rows', index, 'attributes', field], fault);
    const strange = attributes.cohorts?.find((code) => !cohorts!.has(code));
    if (strange !== undefined) refuse('cohorts', `there is no cohort ${strange}`);
    const elsewhere = attributes.areas?.find((code) => !areas!.has(code));
    if (elsewhere !== undefined) refuse('areas', `there is no local authority ${elsewhere}`);
    const { agesFrom = 0, agesTo = Infinity, notAccepting = [] } = attributes;
    if (agesFrom > agesTo) refuse('agesFrom', 'is above agesTo');
    if (notAccepting.some(({ from, to = from }) => to < from))
      refuse('notAccepting', 'ends before it begins');
  });
}

function codesOf(lists: ReadonlyMap<string, ReferenceList>, name: string): ReadonlySet<string> {
  return new Set((lists.get(name)?.codes ?? []).map(({ code }) => code));
}
