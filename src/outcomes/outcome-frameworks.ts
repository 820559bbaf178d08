import { Injectable } from '@nestjs/common';
import type { Day } from '../platform/working-days/calendar-days.js';
import { configFolder } from '../reference-data/policy/config-folder.js';
import { type Dated, holdsOn } from '../reference-data/policy/dated.js';
import type { Sourced } from '../reference-data/policy/policy-files.js';
import { PolicyReader } from '../reference-data/policy/policy-reader.js';

/** What scores are given on. Whole numbers; both ends belong to it. */
export interface OutcomeScale extends Sourced {
  min: number;
  max: number;
  /** Whether a higher score says that things are better; on a scale of need it is the other way round. */
  higherIsBetter: boolean;
}

/** One set of outcomes that support is measured by (config/outcome-frameworks). */
export interface OutcomeFramework extends Sourced, Dated {
  framework: string;
  title: string;
  scale: OutcomeScale;
  outcomes: { code: string; label: string }[];
}

/** The outcome frameworks with their dates; figures of two of them are never added up. */
@Injectable()
export class OutcomeFrameworks {
  private readonly frameworks: readonly OutcomeFramework[];

  /** @throws PolicyRefused naming file, line and path */
  constructor() {
    this.frameworks = readFrameworks(new PolicyReader(configFolder()));
  }

  /** All of them, or those that hold on a day. */
  all(on?: Day): readonly OutcomeFramework[] {
    return on === undefined ? this.frameworks : this.frameworks.filter((one) => holdsOn(one, on));
  }

  /** Null where there is no such framework. */
  find(framework: string): OutcomeFramework | null {
    return this.frameworks.find((one) => one.framework === framework) ?? null;
  }
}

/** @throws PolicyRefused */
export function readFrameworks(reader: PolicyReader): OutcomeFramework[] {
  const folder = 'outcome-frameworks';
  return reader.filesOf(folder).map((file) => {
    const framework = reader.read<OutcomeFramework>(file, 'outcome-framework');
    if (file !== `${folder}/${framework.framework.toLowerCase()}.yaml`)
      reader.refuse(file, ['framework'], 'is not the name of the file');
    if (framework.scale.min >= framework.scale.max)
      reader.refuse(file, ['scale', 'max'], 'is not above the least score');
    const codes = framework.outcomes.map(({ code }) => code);
    const twice = codes.findIndex((code, index) => codes.indexOf(code) !== index);
    if (twice >= 0) reader.refuse(file, ['outcomes', twice], `${codes[twice]} stands twice`);
    return framework;
  });
}
