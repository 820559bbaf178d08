import { ApiProperty } from '@nestjs/swagger';
import type { FormVersion, Question } from './form-definition.js';
import { ConditionResponse, FormSectionResponse, type QuestionResponse } from './form-responses.js';
import { FormSummary } from './form-summary.js';

export class ScoringResponse {
  @ApiProperty({ type: 'integer', example: 0 })
  min!: number;

  @ApiProperty({ type: 'integer', example: 10 })
  max!: number;

  @ApiProperty({ enum: ['higher-is-better', 'higher-is-worse'], example: 'higher-is-better' })
  polarity!: string;

  @ApiProperty({ example: '0: it could not be worse; 10: no difficulty at all; null: not assessed' })
  meaning!: string;
}

export class DeadlineRuleResponse {
  @ApiProperty({ example: 'chase-reasonable-grounds' })
  code!: string;

  @ApiProperty({ example: 'Ask after the reasonable grounds decision' })
  label!: string;

  @ApiProperty({
    example: 'nrm.submittedOn',
    description: 'The question that it is counted from, or `completed-on`',
  })
  from!: string;

  @ApiProperty({ required: false, description: 'Number that is counted with; left out: the day itself' })
  count?: string;

  @ApiProperty({ required: false, type: [ConditionResponse] })
  when?: ConditionResponse[];

  @ApiProperty({ example: 'chase-reasonable-grounds', description: 'Kind of the task' })
  task!: string;

  @ApiProperty({
    enum: ['due-today', 'no-task'],
    description: 'What becomes of the task where the day has passed',
  })
  whenPast!: string;

  @ApiProperty({ required: false })
  forSupervisor?: boolean;

  @ApiProperty()
  source!: string;

  @ApiProperty({ example: 'certain' })
  factStatus!: string;
}

export class WarningRuleResponse {
  @ApiProperty({ example: 'in-danger-now' })
  code!: string;

  @ApiProperty()
  message!: string;

  @ApiProperty({ type: [ConditionResponse] })
  when!: ConditionResponse[];

  @ApiProperty()
  source!: string;

  @ApiProperty({ example: 'ours' })
  factStatus!: string;
}

export class FormResponse extends FormSummary {
  @ApiProperty({
    type: ScoringResponse,
    nullable: true,
    description: 'How scores are read; null: it has none',
  })
  scoring!: ScoringResponse | null;

  @ApiProperty({ type: [FormSectionResponse] })
  sections!: FormSectionResponse[];

  @ApiProperty({ type: [DeadlineRuleResponse], description: 'What becomes due by the answers' })
  deadlines!: DeadlineRuleResponse[];

  @ApiProperty({ type: [WarningRuleResponse], description: 'What is told and blocks nothing' })
  warnings!: WarningRuleResponse[];
}

export function toFormSummary(form: FormVersion): Pick<FormSummary, keyof FormSummary> {
  const { code, title, purpose, version, source, factStatus } = form;
  const { validFrom = null, validTo = null } = form;
  return { code, title, purpose, version, validFrom, validTo, source, factStatus };
}

export function toFormResponse(form: FormVersion): Pick<FormResponse, keyof FormResponse> {
  const sections = form.sections.map(({ title, questions }) => ({
    title,
    questions: questions.map(toQuestion),
  }));
  const { scoring = null, deadlines, warnings } = form;
  return { ...toFormSummary(form), scoring, sections, deadlines: [...deadlines], warnings: [...warnings] };
}

function toQuestion(question: Question): QuestionResponse {
  return { ...question, codes: question.list === undefined ? [...question.codes] : [] };
}
