import { ApiProperty } from '@nestjs/swagger';
import { OUTCOME_MOMENTS, OUTCOME_RESULTS } from './outcome-change.js';
import { REPORTED_BY } from './outcome-requests.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000071' } as const;
const AT = { format: 'date-time', example: '2019-08-01T13:05:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;
const SCORE = { type: 'integer', nullable: true } as const;

class OutcomeScaleResponse {
  @ApiProperty({ type: 'integer', example: 1 })
  min!: number;

  @ApiProperty({ type: 'integer', example: 5 })
  max!: number;

  @ApiProperty({ example: true })
  higherIsBetter!: boolean;

  @ApiProperty({ example: 'proposed; no published scale was found' })
  source!: string;

  @ApiProperty({ example: 'ours', description: 'How sure it is' })
  factStatus!: string;
}

class OutcomeResponse {
  @ApiProperty({ example: 'M2_COPE' })
  code!: string;

  @ApiProperty({ example: 'Better able to cope with aspects of everyday life' })
  label!: string;
}

export class OutcomeFrameworkResponse {
  @ApiProperty({ example: 'MOJ-2018' })
  framework!: string;

  @ApiProperty({ example: 'Ministry of Justice outcomes assessment criteria' })
  title!: string;

  @ApiProperty({ format: 'date', example: '2018-04-01' })
  validFrom!: string;

  @ApiProperty({ ...NULLABLE, format: 'date', example: null, description: 'Its last day' })
  validTo!: string | null;

  @ApiProperty({ example: 'VAL report to the Police and Crime Panel, 10 September 2019, para 19' })
  source!: string;

  @ApiProperty({ example: 'certain', description: 'How sure it is' })
  factStatus!: string;

  @ApiProperty({ type: OutcomeScaleResponse })
  scale!: OutcomeScaleResponse;

  @ApiProperty({ type: [OutcomeResponse] })
  outcomes!: OutcomeResponse[];
}

export class OutcomeFrameworkList {
  @ApiProperty({ type: [OutcomeFrameworkResponse] })
  items!: OutcomeFrameworkResponse[];
}

export class OutcomeResultResponse {
  @ApiProperty({ example: 'M2_COPE' })
  outcome!: string;

  @ApiProperty({ ...SCORE, example: 2, description: 'Null: not given, which is not zero' })
  entryScore!: number | null;

  @ApiProperty({ ...SCORE, example: 4 })
  exitScore!: number | null;

  @ApiProperty({
    ...NULLABLE,
    enum: [...OUTCOME_RESULTS, null],
    example: 'improved',
    description: 'Null at the entry',
  })
  result!: string | null;

  @ApiProperty({ example: false, description: 'The entry was the best score there is: it could not improve' })
  isCeiling!: boolean;
}

export class OutcomeAssessmentResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ example: 'MOJ-2018' })
  framework!: string;

  @ApiProperty({ enum: OUTCOME_MOMENTS, example: 'exit' })
  moment!: string;

  @ApiProperty({ enum: REPORTED_BY, example: 'victim' })
  reportedBy!: string;

  @ApiProperty(AT)
  assessedAt!: string;

  @ApiProperty(AT)
  recordedAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  recordedBy!: string;

  @ApiProperty({ ...NULLABLE, ...ID, example: null })
  supersedes!: string | null;

  @ApiProperty({ ...NULLABLE, ...ID, example: null, description: 'Its correction' })
  supersededBy!: string | null;

  @ApiProperty({ type: [OutcomeResultResponse] })
  results!: OutcomeResultResponse[];
}

class CountedResultResponse extends OutcomeResultResponse {
  @ApiProperty({ example: 'MOJ-2018' })
  framework!: string;

  @ApiProperty({ ...ID, description: 'The assessment that it comes from' })
  assessmentId!: string;

  @ApiProperty({ ...AT, description: 'The period that it is reported in' })
  assessedAt!: string;
}

export class OutcomeAssessmentList {
  @ApiProperty({ type: [OutcomeAssessmentResponse], description: 'Newest first, with those corrected' })
  items!: OutcomeAssessmentResponse[];

  @ApiProperty({
    type: [CountedResultResponse],
    description: 'What reports count: of each outcome the latest exit that was not corrected',
  })
  counted!: CountedResultResponse[];
}
