import type { DangerMarker } from './danger-markers.js';

/** Markers that say of any offence whose victim it made: slavery and exploitation hide behind theft, fraud and drugs. */
export const MARKER_COHORTS: Readonly<Partial<Record<DangerMarker, string>>> = {
  modernSlavery: 'msht',
  childSexualExploitation: 'cse',
  childCriminalExploitation: 'cce',
  domesticAbuse: 'domestic',
  hateCrime: 'hate',
};
