import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  IsCode,
  IsDay,
  IsId,
  IsInstant,
  IsWholeNumber,
  MayBeOmitted,
} from '../platform/validation/decorators.js';
import { at, missing, ruleDecorator } from '../platform/validation/field-rule.js';
import type { Answers, FormCode, SpecialistKind } from './forms/form-definition.js';
import { FORM_CODES, SPECIALIST_KINDS } from './forms/form-definition.js';
import { isObject, OBJECT_EXPECTED } from './forms/value-faults.js';

/** Answers by question; what they may be the form says, and `GET /forms/{code}` serves it. */
function AreAnswers(example: object): PropertyDecorator {
  return applyDecorators(
    ruleDecorator(
      'areAnswers',
      (value) => missing(value) ?? (isObject(value) ? [] : [at('', OBJECT_EXPECTED)]),
    ),
    ApiProperty({
      type: 'object',
      additionalProperties: true,
      description: 'Answers by code of the question, as the form asks for them',
      example,
    }),
  );
}

/** What every assessment is sent with, beside its answers. */
export class AssessmentRequest {
  @MayBeOmitted()
  @IsWholeNumber({
    min: 1,
    max: 200,
    description: 'Version of the form; the one that held then unless given',
  })
  formVersion?: number;

  @MayBeOmitted()
  @IsInstant({ description: 'When it was completed; now unless given', withoutExample: true })
  completedAt?: string;

  @MayBeOmitted()
  @IsDay({
    description: 'When it is to be looked at again; always needed (`review-date-missing`), not in the past',
    example: '2031-04-03',
  })
  reviewDueOn?: string;

  @MayBeOmitted()
  @IsId({ description: 'The assessment that this one corrects; each is corrected once' })
  supersedes?: string;
}

export class NeedsAssessmentRequest extends AssessmentRequest {
  @MayBeOmitted()
  @IsCode(FORM_CODES, { description: '`needs`', example: 'needs' })
  formCode?: FormCode;

  @AreAnswers({
    needs: {
      safety: { isIdentified: true, entryScore: 3 },
      'mental-and-physical-health': { isIdentified: true, entryScore: null },
      'finance-and-benefits': { isIdentified: false, entryScore: 8 },
    },
    inTheirWords: 'To sleep through the night again.',
    restorativeJustice: 'offered-declined',
    'specialMeasures.isEligible': 'unknown',
    accessNeeds: ['none'],
  })
  answers!: Answers;
}

export class SpecialistAssessmentRequest extends AssessmentRequest {
  @IsCode(SPECIALIST_KINDS, {
    description: '`general` for every group without a form of its own',
    example: 'general',
  })
  kind!: SpecialistKind;

  @MayBeOmitted()
  @IsCode(FORM_CODES, { description: 'As `kind`', example: 'general' })
  formCode?: FormCode;

  @AreAnswers({
    cohort: 'harassment',
    specialistNeeds: ['safety', 'outlook-and-attitudes'],
    riskTool: 'none',
    isInDanger: 'no',
    summary: 'Is afraid to leave the house, and wants a personal alarm.',
  })
  answers!: Answers;
}
