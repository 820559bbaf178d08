import { Injectable } from '@nestjs/common';
import type { SuppressorResult, SuppressorsFile } from './policy/policy-files.js';
import { plainCodes } from './policy/reference-code.js';
import { ReferencePolicy } from './policy/reference-policy.js';

/** A reason against contact by a machine, as a coordinator reads it. */
export interface Suppressor {
  code: string;
  result: SuppressorResult;
  sentence: string;
  /** It may end without anybody's decision. */
  passesByItself: boolean;
  /** What a person has to see to first: a specialist, the officer, recorded consent. */
  needs: string | null;
}

/** What each reason of the safety gate means (config/policy/suppressors.yaml). */
@Injectable()
export class Suppressors {
  private readonly byCode: ReadonlyMap<string, Suppressor>;

  constructor({ suppressors }: ReferencePolicy) {
    this.byCode = new Map(suppressorsOf(suppressors).map((suppressor) => [suppressor.code, suppressor]));
  }

  /** Null where nobody has written what the code means; the code itself is then shown. */
  describe(code: string): Suppressor | null {
    return this.byCode.get(code) ?? null;
  }

  /** Every reason, in the order of the file: gravest first. */
  all(): Suppressor[] {
    return [...this.byCode.values()];
  }
}

export function suppressorsOf({ results, needs, passesByItself }: SuppressorsFile): Suppressor[] {
  return results.flatMap(({ result, reasons }) =>
    plainCodes(reasons).map(({ code, label }) => ({
      code,
      result,
      sentence: label,
      passesByItself: passesByItself.includes(code),
      needs: needs[code] ?? null,
    })),
  );
}
