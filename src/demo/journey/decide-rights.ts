import { DemonstrationRefused } from '../service-client.js';
import type { Choice } from './people-choices.js';
import type { WorkedCase } from './worked-case.js';

/** What the record itself says of somebody's rights, nobody decides. */
const SAID_BY_THE_RECORD = ['automatic-basis', 'not-for-organisation'];

/** Writes down what a coordinator decided of somebody's enhanced rights. */
export async function decideRights(worked: WorkedCase, status: Choice['rights']): Promise<void> {
  if (status === null) return;
  const bases = status === 'yes' ? ['fear-or-distress'] : [];
  try {
    await worked.post('/enhanced-status', { status, ...(bases.length > 0 && { bases }) });
  } catch (error) {
    if (!(error instanceof DemonstrationRefused) || !SAID_BY_THE_RECORD.includes(error.code)) throw error;
  }
}
