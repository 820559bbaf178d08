import { ApiPropertyOptional } from '@nestjs/swagger';
import type { Transaction } from '../../platform/database/transaction.js';
import { PageQuery } from '../../platform/http/paging.js';
import { Invalid } from '../../platform/problems/problem.js';
import { IsCode, IsDay, IsInstant, IsText, MayBeOmitted } from '../../platform/validation/decorators.js';
import { STATUSES } from './clock-cube.js';
import type { ReportPeriod } from './clock-source.js';

export const FORMATS = ['json', 'csv', 'html'] as const;
export type ReportFormat = (typeof FORMATS)[number];

/** In what form a report is wanted. */
export class FormatQuery {
  @MayBeOmitted()
  @IsCode(FORMATS, { description: '`json` unless given; `html` is a page with charts' })
  format?: ReportFormat;
}

/** Whole London days, both ends included. */
export class CodeReportQuery extends FormatQuery {
  @IsDay({ description: 'First day on which a clock started', example: '2019-04-01' })
  from!: string;

  @IsDay({ description: 'Last day', example: '2019-06-30' })
  to!: string;

  @MayBeOmitted()
  @IsInstant({
    description: 'Evidence after it does not count; now unless given',
    example: '2019-08-01T09:00:00Z',
  })
  asOf?: string;
}

const of = (what: string, example: string) => ({ max: 120, description: `Key of a line ${what}`, example });

/** Which figure to open: its lines and its column; what is left out is not asked of a clock. */
export class ClockQuery extends PageQuery {
  @IsDay({ description: 'First day on which a clock started', example: '2019-04-01' })
  from!: string;

  @IsDay({ description: 'Last day', example: '2019-06-30' })
  to!: string;

  @MayBeOmitted()
  @IsInstant({
    description: 'As the report was asked for; now unless given',
    example: '2019-08-01T09:00:00Z',
  })
  asOf?: string;

  @MayBeOmitted()
  @IsCode(['start', 'now'], {
    description: '`start` unless given: by which status lines and columns are read',
  })
  reading?: 'start' | 'now';

  @MayBeOmitted()
  @IsCode(STATUSES, { description: 'The section' })
  status?: string;

  @MayBeOmitted()
  @IsCode(STATUSES, { description: 'What is known now of enhanced rights' })
  statusNow?: string;

  @MayBeOmitted()
  @IsCode(['differs', 'same', 'none'])
  limitKind?: string;

  @MayBeOmitted()
  @IsText(of('by crime group', 'msht'))
  cohort?: string;

  @MayBeOmitted()
  @IsText(of('by group of bases', 'serious-crime'))
  basisGroup?: string;

  @MayBeOmitted()
  @IsText(of('by single basis', 'under-18'))
  basis?: string;

  @MayBeOmitted()
  @IsText(of('by age', '18'))
  ageBand?: string;

  @MayBeOmitted()
  @IsText(of('by duty holder', 'POLICE'))
  dutyHolder?: string;

  @MayBeOmitted()
  @IsText(of('by right', '2020 R6'))
  right?: string;

  @MayBeOmitted()
  @IsText(of('by rule', '20-6A1/main'))
  rule?: string;

  @ApiPropertyOptional()
  @MayBeOmitted()
  @IsText({ max: 60, description: 'A column of `counts`', example: 'breached' })
  column?: string;
}

/** @throws Invalid naming the field */
export function periodOf(
  { from, to, asOf }: CodeReportQuery | ClockQuery,
  { now }: Pick<Transaction, 'now'>,
): ReportPeriod {
  if (to < from) throw Invalid.field('to', 'before-from', 'The last day is before the first.');
  const known = asOf === undefined ? now : new Date(asOf);
  if (known > now) throw Invalid.field('asOf', 'in-future', 'What will be known then is not known yet.');
  return { from, to, asOf: known };
}
