import { ApiProperty, type ApiPropertyOptions, getSchemaPath } from '@nestjs/swagger';
import { STATUSES } from './clock-cube.js';
import { HIDDEN } from './columns.js';
import { DIMENSIONS } from './dimensions.js';

const DAY = { format: 'date', example: '2019-04-01' } as const;
const INSTANT = { format: 'date-time', example: '2019-07-01T09:00:00.000Z' } as const;
const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000071' } as const;
const STATUS = { enum: STATUSES, example: 'yes' } as const;
const HIDDEN_COUNT = { type: 'string', enum: [HIDDEN] };

const COUNTS: ApiPropertyOptions = {
  type: 'object',
  additionalProperties: { oneOf: [{ type: 'integer', minimum: 0 }, HIDDEN_COUNT] },
  description:
    '`total` = `fellDue` + `pending` + `dueSoon` + `notApplicable` + `shown` + `notShown` + `unsettled`; ' +
    '`fellDue` = `judged` + `noEvidence`; `judged` = `met` + `metLate` + `breached`; ' +
    '`asked` = `told` + `notTold` + `notSure`; `quality.*` of the tellings. `[c]`: hidden',
  example: { total: 40, fellDue: 31, judged: 24, met: 18, metLate: 4, breached: 2, noEvidence: 7 },
};

const share = (what: string): ApiPropertyOptions => ({
  oneOf: [{ type: 'number', minimum: 0, maximum: 1 }, HIDDEN_COUNT, { type: 'null' }],
  description: `${what}; null where it would be of nothing; \`[c]\`: hidden`,
  example: 0.75,
});

class RatesResponse {
  @ApiProperty(share('Met in time, of what fell due and can be judged'))
  rate!: number | string | null;

  @ApiProperty(share('Met in time, of all that fell due'))
  lowerBound!: number | string | null;

  @ApiProperty(COUNTS)
  counts!: Record<string, number | string>;
}

class CodeLineResponse extends RatesResponse {
  @ApiProperty({ example: 'POLICE', description: 'As `/clocks` takes it' })
  key!: string;

  @ApiProperty({ example: 'Police' })
  label!: string;

  @ApiProperty({
    oneOf: [{ $ref: getSchemaPath(RatesResponse) }, { type: 'null' }],
    description: 'The same by what is known now of enhanced rights; null where it differs in nothing',
  })
  now!: RatesResponse | null;
}

class CodeTableResponse {
  @ApiProperty({ enum: DIMENSIONS, example: 'dutyHolder' })
  dimension!: string;

  @ApiProperty({ example: 'By duty holder' })
  label!: string;

  @ApiProperty({
    example: true,
    description: 'Whether the lines add up to the section; else a duty may stand in several',
  })
  addsUp!: boolean;

  @ApiProperty({ type: [CodeLineResponse] })
  lines!: CodeLineResponse[];
}

class CodeSectionResponse {
  @ApiProperty({ ...STATUS, description: 'Enhanced rights as they were known when the clock started' })
  status!: string;

  @ApiProperty({ type: CodeLineResponse })
  total!: CodeLineResponse;

  @ApiProperty({ type: [CodeTableResponse] })
  tables!: CodeTableResponse[];
}

class RuleWordsResponse {
  @ApiProperty({ example: '20-6A1/main' })
  key!: string;

  @ApiProperty({ example: '20-6A1' })
  ruleId!: string;

  @ApiProperty({ example: 'main' })
  limitCode!: string;

  @ApiProperty({ example: '2020' })
  codeVersion!: string;

  @ApiProperty({ example: '2020 R6' })
  right!: string;

  @ApiProperty({ example: 'Told of an arrest, with reasons' })
  entitlement!: string;

  @ApiProperty({ example: 'Told of an arrest, with reasons' })
  label!: string;

  @ApiProperty({ type: String, nullable: true, enum: ['working-day', 'month', null], example: 'working-day' })
  unit!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 5, description: 'In units; null: no such duty' })
  standard!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 1, description: 'In units; null: no such duty' })
  enhanced!: number | null;

  @ApiProperty({ enum: ['differs', 'same', 'none'], example: 'differs' })
  limitKind!: string;

  @ApiProperty({ example: 'Bedfordshire OPCC, Right 6' })
  source!: string;

  @ApiProperty({ enum: ['certain', 'likely', 'unknown'], example: 'certain' })
  factStatus!: string;

  @ApiProperty({ type: [Number], example: [1] })
  footnotes!: number[];
}

class FootnoteResponse {
  @ApiProperty({ type: 'integer', example: 1 })
  number!: number;

  @ApiProperty({
    example: 'What a victim reports stands beside what agencies record, and never counts as met.',
  })
  text!: string;
}

class QuestionResponse {
  @ApiProperty({ example: 'reasonsGiven' })
  code!: string;

  @ApiProperty({ example: 'Reasons were given' })
  label!: string;
}

class PublishedResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  version!: number;

  @ApiProperty(INSTANT)
  publishedAt!: Date;

  @ApiProperty({ example: 'dev-returns-officer-1' })
  publishedBy!: string;
}

export class CodeReportResponse {
  @ApiProperty(DAY)
  from!: string;

  @ApiProperty({ ...DAY, example: '2019-06-30' })
  to!: string;

  @ApiProperty({ type: 'integer', example: 91 })
  days!: number;

  @ApiProperty({ ...INSTANT, description: 'Evidence after this instant does not count' })
  asOf!: Date;

  @ApiProperty({
    oneOf: [{ $ref: getSchemaPath(PublishedResponse) }, { type: 'null' }],
    description: 'Null where it was counted just now',
  })
  published!: PublishedResponse | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: null,
    description: 'Counts of 1 up to, but without, this one are hidden; null where nothing is',
  })
  suppressedBelow!: number | null;

  @ApiProperty({ type: [CodeSectionResponse], description: 'Enhanced rights first' })
  sections!: CodeSectionResponse[];

  @ApiProperty({ type: [RuleWordsResponse] })
  rules!: RuleWordsResponse[];

  @ApiProperty({ type: [QuestionResponse], description: 'What the `quality.*` counts are about' })
  questions!: QuestionResponse[];

  @ApiProperty({ type: [FootnoteResponse] })
  footnotes!: FootnoteResponse[];
}

/** Everything that the schemas above refer to. */
export const CODE_REPORT_MODELS = [CodeReportResponse, PublishedResponse, RatesResponse] as const;
