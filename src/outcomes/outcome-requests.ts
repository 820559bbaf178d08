import {
  IsCode,
  IsId,
  IsInstant,
  IsText,
  IsWholeNumber,
  MayBeOmitted,
} from '../platform/validation/decorators.js';
import { IsListOf } from '../platform/validation/nested-decorators.js';
import {
  OUTCOME_MOMENTS,
  OUTCOME_RESULTS,
  type OutcomeMoment,
  type OutcomeResult,
} from './outcome-change.js';

export const REPORTED_BY = ['victim', 'staff'] as const;
export type ReportedBy = (typeof REPORTED_BY)[number];

const SCORES = { min: -1000, max: 1000 };

export class OutcomeAnswerRequest {
  @IsText({ max: 40, description: 'Code of an outcome of the framework', example: 'M2_COPE' })
  outcome!: string;

  @MayBeOmitted()
  @IsWholeNumber({
    ...SCORES,
    description:
      'On the framework’s scale. At a review or exit that of the entry assessment counts where it is left out',
    example: 2,
  })
  entryScore?: number;

  @MayBeOmitted()
  @IsWholeNumber({ ...SCORES, description: 'The score at the review or exit; none at the entry', example: 4 })
  exitScore?: number;

  @MayBeOmitted()
  @IsCode(OUTCOME_RESULTS, {
    description: 'Stated where there are no scores; with both scores it must say what they say',
  })
  result?: OutcomeResult;
}

export class AssessOutcomesRequest {
  @IsText({
    max: 40,
    description: 'A framework that holds on the day: GET /outcome-frameworks',
    example: 'MOJ-2018',
  })
  framework!: string;

  @IsCode(OUTCOME_MOMENTS, { description: 'Only exits are reported', example: 'exit' })
  moment!: OutcomeMoment;

  @IsCode(REPORTED_BY, { description: 'Whose words they are', example: 'victim' })
  reportedBy!: ReportedBy;

  @IsListOf(() => OutcomeAnswerRequest, { min: 1, max: 20, description: 'Each outcome at most once' })
  results!: OutcomeAnswerRequest[];

  @MayBeOmitted()
  @IsInstant({ description: 'When it was done; now unless given', withoutExample: true })
  assessedAt?: string;

  @MayBeOmitted()
  @IsId({ description: 'The assessment that this one corrects; that one stays readable' })
  supersedes?: string;
}
