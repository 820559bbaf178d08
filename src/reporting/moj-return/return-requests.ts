import { PageQuery } from '../../platform/http/paging.js';
import { IsCode, IsDay, IsMoneyPence, IsText, MayBeOmitted } from '../../platform/validation/decorators.js';
import { IsListOf } from '../../platform/validation/nested-decorators.js';
import { PERIOD_KINDS, type PeriodKindName } from './definition/return-definition.js';
import { RETURN_STATES, type ReturnState } from './return-states.js';

export class DraftReturnRequest {
  @IsCode(PERIOD_KINDS, { example: 'quarter' })
  kind!: PeriodKindName;

  @IsDay({
    description: 'First day; of a quarter the first of April, July, October or January',
    example: '2019-04-01',
  })
  from!: string;

  @IsDay({ description: 'Last day of the same period', example: '2019-06-30' })
  to!: string;

  @MayBeOmitted()
  @IsText({
    max: 300,
    description:
      'Why there is another version: needed where a return of the period was submitted, and only there',
    withoutExample: true,
  })
  reason?: string;
}

export class ReturnsQuery extends PageQuery {
  @MayBeOmitted()
  @IsCode(RETURN_STATES)
  state?: ReturnState;
}

export class ApproveReturnRequest {
  @IsText({
    max: 64,
    description: '`figuresSha256` of what was read: other figures than those are not approved',
    example: '0'.repeat(64),
  })
  figuresSha256!: string;
}

export class FinanceLineRequest {
  @IsText({ max: 40, description: 'A stream of the definition', example: 'core' })
  stream!: string;

  @IsText({ max: 40, description: 'A provider of the definition', example: 'victim-advice-line' })
  provider!: string;

  @IsMoneyPence({ description: 'Of the financial year', example: 40_000_000 })
  allocationPence!: number;

  @IsMoneyPence({ description: 'Spent in the period', example: 9_500_000 })
  spendPeriodPence!: number;

  @IsMoneyPence({ description: 'Spent in the financial year by the end of the period', example: 9_500_000 })
  spendYearPence!: number;

  @MayBeOmitted()
  @IsMoneyPence({ description: 'To the end of the financial year', example: 39_000_000 })
  forecastPence?: number;

  @MayBeOmitted()
  @IsText({ max: 300, description: 'Why the spending is not as allocated; without it it may not be above' })
  varianceReason?: string;
}

export class FinanceRequest {
  @IsListOf(() => FinanceLineRequest, {
    min: 0,
    max: 100,
    description: 'All lines: what is left out is removed',
  })
  lines!: FinanceLineRequest[];
}

export class ExplanationRequest {
  @IsText({
    max: 120,
    description:
      '`rule:` and a rule that may be explained, or `code:` with the list and the code that counts as not known',
    example: 'rule:R09',
  })
  about!: string;

  @IsText({
    max: 300,
    description: 'Printed in the return: no names',
    example: 'Two closures were entered late.',
  })
  text!: string;
}

export class ExplanationsRequest {
  @IsListOf(() => ExplanationRequest, {
    min: 0,
    max: 100,
    description: 'All of them: what is left out is removed',
  })
  explanations!: ExplanationRequest[];
}

export class WorkbookQuery {
  @MayBeOmitted()
  @IsCode(['xlsx', 'csv'], { description: '`xlsx` unless given; `csv` is a ZIP with a file for each sheet' })
  format?: 'xlsx' | 'csv';
}
