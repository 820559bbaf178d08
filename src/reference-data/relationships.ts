import { Injectable } from '@nestjs/common';
import type { RelationshipGroup } from './policy/policy-files.js';
import { ReferencePolicy } from './policy/reference-policy.js';
import { plainCodes } from './policy/reference-code.js';

/** What the suspect is to the person, in the groups that the safety gate knows. */
@Injectable()
export class Relationships {
  private readonly groups = new Map<string, RelationshipGroup>();

  constructor({ relationships }: ReferencePolicy) {
    for (const { group, codes } of relationships.groups) {
      for (const { code } of plainCodes(codes)) this.groups.set(code, group);
    }
  }

  /** The group of a code; null where the code is not known, which is neither `unknown` nor a stranger. */
  groupOf(code: string): RelationshipGroup | null {
    return this.groups.get(code.trim()) ?? null;
  }
}
