import type { Day } from '../../platform/working-days/calendar-days.js';
import { configFolder } from '../../reference-data/policy/config-folder.js';
import { dayOf, holdsOn } from '../../reference-data/policy/dated.js';
import type { ReferencePolicy } from '../../reference-data/policy/reference-policy.js';
import type { FormCode, FormVersion } from './form-definition.js';
import { readForms } from './read-forms.js';

/** The forms of this process, by code, version and day. */
export class Forms {
  constructor(private readonly versions: readonly FormVersion[]) {}

  /** The version of each form that holds on a day. */
  on(day: Day | Date): FormVersion[] {
    return this.versions.filter((form) => holdsOn(form, dayOf(day)));
  }

  /** The version of a form that holds on a day, or null. */
  currentOn(code: string, day: Day | Date): FormVersion | null {
    return this.on(day).find((form) => form.code === code) ?? null;
  }

  /** One version, also one that no longer holds; null where there is none. */
  find(code: string, version: number): FormVersion | null {
    return this.versions.find((form) => form.code === code && form.version === version) ?? null;
  }

  /** A version that records were made with. @throws RangeError where there is none: published versions stay */
  of(code: FormCode, version: number): FormVersion {
    const found = this.find(code, version);
    if (!found) throw new RangeError(`There is no version ${version} of the form ${code}`);
    return found;
  }
}

let current: Forms | undefined;

/** The forms of this process, read once. @throws PolicyRefused naming file, line and path */
export function currentForms(policy: ReferencePolicy): Forms {
  current ??= new Forms(readForms(configFolder(), policy));
  return current;
}
