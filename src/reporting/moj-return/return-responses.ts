import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../platform/http/paging.js';
import { PERIOD_KINDS } from './definition/return-definition.js';
import type { Cell } from './definition/sheet-columns.js';
import { CHECK_RESULTS } from './integrity/check-return.js';
import { RETURN_STATES } from './return-states.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000071' } as const;
const AT = { format: 'date-time', example: '2019-07-09T09:30:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;
const PENCE = { type: 'integer', minimum: 0, example: 9_500_000 } as const;
const CELL = { oneOf: [{ type: 'number' as const }, { type: 'string' as const }], example: 25 };
const SHA = { example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' } as const;

export class ReturnSummaryResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ example: 'MOJ-2018' })
  definition!: string;

  @ApiProperty({ enum: PERIOD_KINDS, example: 'quarter' })
  kind!: string;

  @ApiProperty({ format: 'date', example: '2019-04-01' })
  from!: string;

  @ApiProperty({ format: 'date', example: '2019-06-30' })
  to!: string;

  @ApiProperty({ example: '2019-20', description: 'Follows from the days' })
  financialYear!: string;

  @ApiProperty({ ...NULLABLE, example: 'Q1', description: 'Null where the period is no quarter' })
  quarter!: string | null;

  @ApiProperty({ enum: RETURN_STATES, example: 'draft', description: '`submitted` is locked for ever' })
  state!: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'Version of the return of this period' })
  versionNo!: number;

  @ApiProperty({ ...NULLABLE, ...ID, example: null, description: 'The version whose place it takes' })
  supersedes!: string | null;

  @ApiProperty({ ...NULLABLE, example: null, description: 'Why there is another version' })
  reason!: string | null;

  @ApiProperty(AT)
  preparedAt!: string;

  @ApiProperty({ example: 'dev-returns-officer-1' })
  preparedBy!: string;

  @ApiProperty({ ...NULLABLE, ...AT, example: null })
  approvedAt!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  approvedBy!: string | null;

  @ApiProperty({ ...NULLABLE, ...AT, example: null })
  submittedAt!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  submittedBy!: string | null;

  @ApiProperty({ ...NULLABLE, ...AT, example: null })
  withdrawnAt!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  withdrawnBy!: string | null;

  @ApiProperty({ ...NULLABLE, ...SHA, example: null, description: 'Of the XLSX file as it was submitted' })
  workbookSha256!: string | null;

  @ApiProperty({
    ...NULLABLE,
    ...SHA,
    example: null,
    description: 'Of the ZIP of CSV files as it was submitted',
  })
  tablesSha256!: string | null;

  @ApiProperty({ type: 'integer', example: 1, description: 'The version that If-Match names' })
  version!: number;
}

export class ReturnPage extends PageOf {
  @ApiProperty({ type: [ReturnSummaryResponse], description: 'Newest first' })
  items!: ReturnSummaryResponse[];
}

class RuleResponse {
  @ApiProperty({ example: 'R08' })
  rule!: string;

  @ApiProperty({ enum: ['block', 'warn'], example: 'block', description: '`block` stops the approval' })
  severity!: string;

  @ApiProperty({ example: 'opening + new + reopened - closed - transferred out = closing, each level' })
  text!: string;

  @ApiProperty({ enum: CHECK_RESULTS, example: 'met' })
  result!: string;

  @ApiProperty({ type: 'integer', example: 2, description: 'Comparisons made' })
  compared!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'Of these, those that failed' })
  failed!: number;

  @ApiProperty({ ...NULLABLE, example: 'Caseload[specialist-plan]', description: 'Of the first that failed' })
  sideA!: string | null;

  @ApiProperty({ ...CELL, nullable: true })
  valueA!: Cell | null;

  @ApiProperty({ ...NULLABLE, example: 'its closing' })
  sideB!: string | null;

  @ApiProperty({ ...CELL, nullable: true })
  valueB!: Cell | null;
}

class UnmappedCodeResponse {
  @ApiProperty({ example: 'offences' })
  list!: string;

  @ApiProperty({ example: 'LOCAL7' })
  code!: string;

  @ApiProperty({ type: 'integer', example: 3, description: 'How often it was met' })
  count!: number;

  @ApiProperty({ example: false, description: 'Somebody said why it counts as not known' })
  isExplained!: boolean;
}

class FinanceLineResponse {
  @ApiProperty({ example: 'core' })
  stream!: string;

  @ApiProperty({ example: 'victim-advice-line' })
  provider!: string;

  @ApiProperty({ ...PENCE, example: 40_000_000 })
  allocationPence!: number;

  @ApiProperty(PENCE)
  spendPeriodPence!: number;

  @ApiProperty(PENCE)
  spendYearPence!: number;

  @ApiProperty({ ...PENCE, nullable: true })
  forecastPence!: number | null;

  @ApiProperty({ ...NULLABLE, example: null })
  varianceReason!: string | null;
}

class ExplanationResponse {
  @ApiProperty({ example: 'rule:R09' })
  about!: string;

  @ApiProperty({ example: 'Two closures were entered late.' })
  text!: string;
}

class SheetResponse {
  @ApiProperty({ example: 'Funnel' })
  sheet!: string;

  @ApiProperty({ type: [String], example: ['measure_code', 'unit', 'value'] })
  columns!: string[];

  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: CELL },
    example: [['supported', 'person', 25]],
    description: 'Cells in the order of the columns: numbers, texts, and markers such as `[z]`',
  })
  rows!: (readonly Cell[])[];
}

export class ReturnResponse extends ReturnSummaryResponse {
  @ApiProperty({
    ...NULLABLE,
    ...ID,
    example: null,
    description: 'The submitted version that took its place',
  })
  supersededBy!: string | null;

  @ApiProperty({ ...AT, description: 'When the records were read' })
  dataCutAt!: string;

  @ApiProperty({ ...SHA, description: 'Over the sheets but Cover and Revisions' })
  figuresSha256!: string;

  @ApiProperty({ type: [RuleResponse] })
  rules!: RuleResponse[];

  @ApiProperty({ type: [UnmappedCodeResponse], description: 'Codes that no list of the return has' })
  unmapped!: UnmappedCodeResponse[];

  @ApiProperty({ type: [FinanceLineResponse] })
  finance!: FinanceLineResponse[];

  @ApiProperty({ type: [ExplanationResponse] })
  explanations!: ExplanationResponse[];

  @ApiProperty({ type: [SheetResponse] })
  sheets!: SheetResponse[];
}

class DifferenceResponse {
  @ApiProperty({ example: 'Funnel' })
  sheet!: string;

  @ApiProperty({ example: 'Funnel[supported|person|measure:supported]:value' })
  cell!: string;

  @ApiProperty({ ...CELL, nullable: true, description: 'Null where the earlier version has no such row' })
  before!: Cell | null;

  @ApiProperty({ ...CELL, nullable: true })
  after!: Cell | null;
}

export class DifferencesResponse {
  @ApiProperty({ ...NULLABLE, ...ID, example: null })
  supersedes!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  reason!: string | null;

  @ApiProperty({ type: [DifferenceResponse] })
  items!: DifferenceResponse[];
}
