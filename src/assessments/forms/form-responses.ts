import { ApiProperty } from '@nestjs/swagger';
import { QUESTION_KINDS } from './form-definition.js';
import { FACT_STATUSES } from './form-summary.js';

const CODES = { type: String, isArray: true, required: false } as const;

/** All that a condition says must hold; it is about an earlier question or about the record. */
export class ConditionResponse {
  @ApiProperty({ required: false, example: 'nrm.position' })
  question?: string;

  @ApiProperty({
    required: false,
    description: '`ageBand`, `age`, `personKind`, `childReferral` or `mandatoryReporting`',
  })
  fact?: string;

  @ApiProperty({ ...CODES, description: 'One of these is chosen' })
  in?: string[];

  @ApiProperty({ ...CODES, description: 'None of these is chosen' })
  notIn?: string[];

  @ApiProperty({ required: false, description: 'There is an answer, or there is none' })
  isAnswered?: boolean;

  @ApiProperty({ ...CODES, description: 'Not all of these are chosen' })
  lacksAnyOf?: string[];

  @ApiProperty({ required: false, format: 'date', description: 'The day is this one or later' })
  from?: string;

  @ApiProperty({ required: false, format: 'date', description: 'The day is an earlier one' })
  before?: string;

  @ApiProperty({ required: false, type: 'integer' })
  atLeast?: number;

  @ApiProperty({ required: false, type: 'integer' })
  below?: number;

  @ApiProperty({ required: false, type: () => [ConditionResponse], description: 'One of these holds' })
  anyOf?: ConditionResponse[];

  @ApiProperty({
    selfRequired: false,
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Code of the refusal by what the fact says instead',
  })
  otherwise?: Record<string, string>;
}

export class CodeRuleResponse {
  @ApiProperty({ type: [String] })
  codes!: string[];

  @ApiProperty({ type: [ConditionResponse] })
  when!: ConditionResponse[];

  @ApiProperty({ example: 'suspect-not-ruled-out' })
  refusal!: string;

  @ApiProperty({ example: 'Nobody confirmed that this person is no suspect.' })
  meaning!: string;
}

export class CodeOptionResponse {
  @ApiProperty({ example: 'offered-declined' })
  code!: string;

  @ApiProperty({ example: 'Offered and declined' })
  label!: string;
}

export class QuestionResponse {
  @ApiProperty({ example: 'restorativeJustice' })
  code!: string;

  @ApiProperty({ example: 'Was restorative justice considered?' })
  label!: string;

  @ApiProperty({ required: false })
  hint?: string;

  @ApiProperty({ enum: QUESTION_KINDS, example: 'code' })
  kind!: string;

  @ApiProperty({
    type: [CodeOptionResponse],
    description: 'What may be chosen; empty where `list` names a code list',
  })
  codes!: CodeOptionResponse[];

  @ApiProperty({
    required: false,
    description: 'Code list that is chosen from: `GET /reference-data/{list}`',
  })
  list?: string;

  @ApiProperty({ required: false, description: 'Must be answered where it is asked' })
  required?: boolean;

  @ApiProperty({
    required: false,
    type: [ConditionResponse],
    description: 'Must be answered where all of these hold',
  })
  requiredWhen?: ConditionResponse[];

  @ApiProperty({
    required: false,
    type: [ConditionResponse],
    description: 'Is asked only where all of these hold',
  })
  askedWhen?: ConditionResponse[];

  @ApiProperty({ required: false, type: [CodeRuleResponse] })
  codesOnlyWhen?: CodeRuleResponse[];

  @ApiProperty({ required: false, description: 'Null may be answered: asked, and not known' })
  nullMeansUnknown?: boolean;

  @ApiProperty({ required: false })
  notAfterToday?: boolean;

  @ApiProperty({ required: false })
  notBeforeToday?: boolean;

  @ApiProperty({ required: false, description: 'Earlier question that it may not come before' })
  notBefore?: string;

  @ApiProperty({ required: false, description: 'Earlier question that it may not exceed' })
  atMost?: string;

  @ApiProperty({ required: false, type: 'integer' })
  min?: number;

  @ApiProperty({
    required: false,
    type: 'integer',
    description: 'Greatest number, or most characters of a text',
  })
  max?: number;

  @ApiProperty({ required: false, description: 'Nothing that reads as a postcode is taken' })
  holdsNoAddress?: boolean;

  @ApiProperty({ example: 'Ministry of Justice' })
  source!: string;

  @ApiProperty({ enum: FACT_STATUSES, example: 'likely' })
  factStatus!: string;
}

export class FormSectionResponse {
  @ApiProperty({ example: 'Restorative justice' })
  title!: string;

  @ApiProperty({ type: [QuestionResponse] })
  questions!: QuestionResponse[];
}
