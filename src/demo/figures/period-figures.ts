import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { SettableClock } from '../../platform/clock.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import { endOfDayLondon } from '../../platform/working-days/london-days.js';
import type { CodeReport } from '../../reporting/victims-code/victims-code-report.js';
import { QUARTER, quarterReturn, type QuarterReturn } from '../quarter-return.js';
import type { ServiceClient } from '../service-client.js';
import { countClocks } from './count-clocks.js';

/** What the service says of a period that was lived through, beside the Panel report. */
export interface PeriodFigures {
  /** Every count, as those see it who may. */
  code: CodeReport<number>;
  /** The quarter as it was published to the Victims' Board. */
  board: CodeReport;
  quarter: QuarterReturn;
}

/**
 * Asks for it in the last minute of the period: the quarter is published to the Board, and its return is begun.
 * @throws Error where clocks are left uncounted
 */
export async function periodFigures(
  app: NestFastifyApplication,
  client: ServiceClient,
  clock: SettableClock,
  { from, to }: { from: Day; to: Day },
): Promise<PeriodFigures> {
  clock.set(endOfDayLondon(to));
  await countClocks(app);
  const path = '/reports/victims-code';
  const code = await client.get<CodeReport<number>>('returns-officer', `${path}?from=${from}&to=${to}`);
  const published = await client.post<{ id: string }>('returns-officer', `${path}/publications`, {
    from: QUARTER.from,
    to: QUARTER.to,
  });
  const board = await client.get<CodeReport>('board-analyst', `${path}/publications/${published.id}`);
  return { code, board, quarter: await quarterReturn(client) };
}
