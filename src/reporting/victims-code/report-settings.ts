import { Injectable } from '@nestjs/common';
import type { Day } from '../../platform/working-days/calendar-days.js';
import { configFolder } from '../../reference-data/policy/config-folder.js';
import { type Dated, type FactStatus, holdsOn, overlap } from '../../reference-data/policy/dated.js';
import { PolicyReader } from '../../reference-data/policy/policy-reader.js';
import { ReferencePolicy } from '../../reference-data/policy/reference-policy.js';
import { currentStatusPolicy } from '../../victims/enhanced-status/status-policy.js';

const FILE = 'policy/code-report.yaml';

/** A code with what people read for it. */
export interface Labelled {
  code: string;
  label: string;
}

/** From which count on the Board is shown one, on the days of the row. */
export interface SuppressionSetting extends Dated {
  below: number;
  source: string;
  factStatus: FactStatus;
}

/** What `config/policy/code-report.yaml` says. */
export interface CodeReportFile {
  yearStartsInMonth: number;
  suppression: SuppressionSetting[];
  cohorts: Labelled[];
  /** Each up to the next; ages in years at the time of the offence. */
  ageBands: { from: number; label: string }[];
  basisGroups: (Labelled & { groups: string[] })[];
  dutyHolders: Labelled[];
}

/** How the report groups and hides, and the bases of enhanced rights with the group that each belongs to. */
@Injectable()
export class ReportSettings {
  readonly file: CodeReportFile;
  /** Bases by code: what people read, and the index of its group in `basisGroups`. */
  readonly bases: ReadonlyMap<string, { label: string; group: number }>;

  /** @throws PolicyRefused naming file, line and path */
  constructor(policy: ReferencePolicy) {
    const cohorts = policy.codesOf('cohorts').map(({ code }) => code);
    this.file = readCodeReport(new PolicyReader(configFolder()), cohorts);
    this.bases = new Map(
      currentStatusPolicy(policy).bases.map(({ code, label, group }) => [
        code,
        { label, group: this.file.basisGroups.findIndex(({ groups }) => groups.includes(group)) },
      ]),
    );
  }

  /** Counts from this one on are shown. */
  shownFrom(day: Day): number {
    return this.file.suppression.find((row) => holdsOn(row, day))!.below;
  }
}

/** @throws PolicyRefused where a cohort is none, ages do not go up, or no day or two rows say what is hidden */
export function readCodeReport(reader: PolicyReader, cohorts: readonly string[]): CodeReportFile {
  const file = reader.read<CodeReportFile>(FILE, 'code-report');
  file.cohorts.forEach(({ code }, index) => {
    if (!cohorts.includes(code)) reader.refuse(FILE, ['cohorts', index], `there is no cohort ${code}`);
  });
  file.ageBands.forEach(({ from }, index) => {
    const least = index === 0 ? 0 : file.ageBands[index - 1]!.from + 1;
    if (from < least || (index === 0 && from > 0))
      reader.refuse(FILE, ['ageBands', index], 'is out of order');
  });
  file.suppression.forEach((row, index) => {
    const before = file.suppression[index - 1];
    const isGap = before ? !before.validTo || !row.validFrom : row.validFrom !== undefined;
    if (isGap || (before && overlap(before, row)))
      reader.refuse(FILE, ['suppression', index], 'does not follow on the row before it');
  });
  if (file.suppression.at(-1)!.validTo !== undefined)
    reader.refuse(FILE, ['suppression', file.suppression.length - 1], 'leaves days without a row');
  return file;
}
