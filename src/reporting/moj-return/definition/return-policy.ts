import { Injectable } from '@nestjs/common';
import { OutcomeFrameworks, type OutcomeFramework } from '../../../outcomes/outcome-frameworks.js';
import { configFolder } from '../../../reference-data/policy/config-folder.js';
import { overlap } from '../../../reference-data/policy/dated.js';
import { PolicyReader } from '../../../reference-data/policy/policy-reader.js';
import { ReferencePolicy } from '../../../reference-data/policy/reference-policy.js';
import { MeasureCatalogue } from '../../measures/measure-catalogue.js';
import type { DaySpan } from '../../measures/period.js';
import { CHECKED_RULES } from '../integrity/check-return.js';
import { type CrimeCategories, readCrimeCategories } from './crime-categories.js';
import { readDefinition } from './read-definition.js';
import type { ReturnDefinition } from './return-definition.js';

/** What returns are made by, read once. */
@Injectable()
export class ReturnPolicy {
  readonly definition: ReturnDefinition;
  readonly crimes: CrimeCategories;

  /** @throws PolicyRefused naming file, line and path */
  constructor(
    private readonly frameworks: OutcomeFrameworks,
    private readonly reference: ReferencePolicy,
    catalogue: MeasureCatalogue,
  ) {
    const known = frameworks.all().map(({ framework }) => framework);
    const offences = reference.offences.rules.map(({ category }) => category);
    const read = readReturnPolicy(new PolicyReader(configFolder()), catalogue, known, [...new Set(offences)]);
    this.definition = read.definition;
    this.crimes = read.crimes;
  }

  /** Hash over the code lists that the figures rest on. */
  get codeListsSha256(): string {
    return this.reference.contentSha256;
  }

  /** Frameworks of the return that hold on some day of a period. */
  frameworksIn({ from, to }: DaySpan): OutcomeFramework[] {
    const { frameworks } = this.definition.file;
    return this.frameworks
      .all()
      .filter((one) => frameworks.includes(one.framework) && overlap(one, { validFrom: from, validTo: to }));
  }
}

/** @throws PolicyRefused */
export function readReturnPolicy(
  reader: PolicyReader,
  catalogue: Pick<MeasureCatalogue, 'all' | 'sha256'>,
  frameworks: readonly string[],
  offences: readonly string[],
): { definition: ReturnDefinition; crimes: CrimeCategories } {
  const measures = catalogue.all().map(({ code }) => code);
  const crimes = readCrimeCategories(reader, offences);
  const known = { measures, measuresSha256: catalogue.sha256, frameworks, checks: CHECKED_RULES };
  return { definition: readDefinition(reader, known), crimes };
}
