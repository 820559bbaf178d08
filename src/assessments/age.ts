import type { AgeBand } from './forms/form-definition.js';

/** @param adultAge the age from which somebody is adult; an unknown age is neither */
export function ageBandOf(age: number | null, adultAge: number): AgeBand {
  if (age === null) return 'unknown';
  return age < adultAge ? 'child' : 'adult';
}
