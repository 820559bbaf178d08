import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { type Page, PageQuery } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/parameters.js';
import { NeedsIdempotencyKey, Refuses } from '../platform/http/refusals.js';
import { NeedsAssessmentRequest, SpecialistAssessmentRequest } from './assessment-requests.js';
import { AssessmentPage, AssessmentResponse } from './assessment-responses.js';
import { CompleteAssessment } from './complete-assessment.js';
import { ReadAssessments } from './read-assessments.js';

const UNPROCESSABLE = [
  'answers-invalid',
  'review-date-missing',
  'review-date-past',
  'in-the-future',
  'before-the-case',
  'form-version-unknown',
  'form-not-of-kind',
];
const NOT_ASKED = ['consent-not-asked-of-child', 'consent-not-asked-of-age-unknown'];

@ApiTags('assessments')
@Controller('cases/:id')
export class AssessmentsController {
  constructor(
    private readonly complete: CompleteAssessment,
    private readonly read: ReadAssessments,
  ) {}

  @Get('needs-assessments')
  @Access({ permission: 'assessment:read', audit: 'person-read' })
  @ApiOperation({ summary: 'Needs assessments of a case' })
  @ApiOkResponse({ type: AssessmentPage })
  listNeedsAssessments(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<AssessmentResponse>> {
    return this.read.page(actor, id, 'needs', query);
  }

  @Post('needs-assessments')
  @Access({ permission: 'assessment:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Complete a needs assessment',
    description:
      'Answers follow `GET /forms/needs`; each that is wrong is named. An assessment is never changed: one with ' +
      '`supersedes` corrects it. Enhanced status that the record itself gives is written down with it.',
  })
  @ApiCreatedResponse({ type: AssessmentResponse })
  @NeedsIdempotencyKey(...UNPROCESSABLE)
  @Refuses(409, 'case-closed', 'already-superseded')
  completeNeedsAssessment(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: NeedsAssessmentRequest,
  ): Promise<AssessmentResponse> {
    return this.complete.complete(actor, id, 'needs', request);
  }

  @Get('specialist-assessments')
  @Access({ permission: 'assessment:read', audit: 'person-read' })
  @ApiOperation({ summary: 'Specialist assessments of a case', description: 'With what is due, explained.' })
  @ApiOkResponse({ type: AssessmentPage })
  listSpecialistAssessments(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<AssessmentResponse>> {
    return this.read.page(actor, id, 'specialist', query);
  }

  @Post('specialist-assessments')
  @Access({ permission: 'assessment:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Complete a specialist assessment',
    description:
      'Answers follow `GET /forms/{kind}`. What becomes due by them is answered with its rule and arithmetic, and is a ' +
      'task. Neither an adult’s consent to the National Referral Mechanism nor the Duty to Notify is asked of a child ' +
      'or of somebody whose age is not known.',
  })
  @ApiCreatedResponse({ type: AssessmentResponse })
  @NeedsIdempotencyKey(...UNPROCESSABLE, ...NOT_ASKED)
  @Refuses(409, 'case-closed', 'needs-assessment-missing', 'not-for-organisation', 'already-superseded')
  completeSpecialistAssessment(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: SpecialistAssessmentRequest,
  ): Promise<AssessmentResponse> {
    return this.complete.complete(actor, id, request.kind, request);
  }
}
