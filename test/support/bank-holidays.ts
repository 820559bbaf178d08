import type { CaseworkApplication } from './casework-application.js';

/** A weekday to come, within the calendar. */
export const JUBILEE = {
  on: '2028-06-06',
  name: 'Invented jubilee',
  source: 'The Gazette, an invented proclamation',
  reason: 'Proclaimed late',
};

export const addHoliday = (casework: CaseworkApplication, change: Partial<typeof JUBILEE> = {}) =>
  casework.api.as('administrator').post('/bank-holidays', { ...JUBILEE, ...change });

export const withdrawHoliday = (casework: CaseworkApplication, on: string) =>
  casework.api.as('administrator').post(`/bank-holidays/${on}/withdrawal`, { reason: 'Entered in error' });
