import { Injectable } from '@nestjs/common';
import { OutcomeFrameworks, type OutcomeFramework } from '../../../outcomes/outcome-frameworks.js';
import { configFolder } from '../../../reference-data/policy/config-folder.js';
import { overlap } from '../../../reference-data/policy/dated.js';
import { PolicyReader } from '../../../reference-data/policy/policy-reader.js';
import { ReferencePolicy } from '../../../reference-data/policy/reference-policy.js';
import { readMeasures } from '../../measures/measure-catalogue.js';
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
  ) {
    const known = frameworks.all().map(({ framework }) => framework);
    const offences = reference.offences.rules.map(({ category }) => category);
    const read = readReturnPolicy(new PolicyReader(configFolder()), known, [...new Set(offences)]);
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
  frameworks: readonly string[],
  offences: readonly string[],
): { definition: ReturnDefinition; crimes: CrimeCategories } {
  const measures = readMeasures(reader).measures.map(({ code }) => code);
  const crimes = readCrimeCategories(reader, offences);
  const definition = readDefinition(reader, { measures, frameworks, checks: CHECKED_RULES });
  return { definition, crimes };
}
