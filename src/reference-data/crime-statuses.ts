import { Injectable } from '@nestjs/common';
import type { CrimeStatusMeaning } from './policy/policy-files.js';
import { ReferencePolicy } from './policy/reference-policy.js';

/** Reads the wordings of a crime's status. The text itself is kept as received. */
@Injectable()
export class CrimeStatuses {
  private readonly meanings = new Map<string, CrimeStatusMeaning>();
  private readonly ending = new Set<CrimeStatusMeaning>();

  constructor({ crimeStatuses }: ReferencePolicy) {
    for (const { meaning, wordings, endsMachineContact } of crimeStatuses.meanings) {
      if (endsMachineContact) this.ending.add(meaning);
      for (const wording of wordings.split('\n')) this.meanings.set(plain(wording), meaning);
    }
    this.meanings.delete('');
  }

  /** What a status means; null where nobody has said. A blank has no meaning either: ask for it only where one came. */
  meaningOf(raw: string): CrimeStatusMeaning | null {
    return this.meanings.get(plain(raw)) ?? null;
  }

  /** Whether no machine writes about a crime of this status any more. Open support goes on. */
  endsMachineContact(meaning: CrimeStatusMeaning): boolean {
    return this.ending.has(meaning);
  }
}

function plain(wording: string): string {
  return wording
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}
