import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { IdParam } from '../platform/http/parameters.js';
import { NeedsIdempotencyKey, Refuses } from '../platform/http/refusals.js';
import { AssessOutcomes } from './assess-outcomes.js';
import { OutcomeFrameworks } from './outcome-frameworks.js';
import { AssessOutcomesRequest } from './outcome-requests.js';
import {
  OutcomeAssessmentList,
  OutcomeAssessmentResponse,
  OutcomeFrameworkList,
} from './outcome-responses.js';
import { ReadOutcomes } from './read-outcomes.js';

@ApiTags('outcomes')
@Controller()
export class OutcomesController {
  constructor(
    private readonly frameworks: OutcomeFrameworks,
    private readonly outcomes: ReadOutcomes,
    private readonly assessing: AssessOutcomes,
  ) {}

  @Get('outcome-frameworks')
  @Access({ permission: 'reference:read', audit: 'none' })
  @ApiOperation({
    summary: 'Outcome frameworks',
    description: 'What support is measured by: each with its days, its scale and where it comes from.',
  })
  @ApiOkResponse({ type: OutcomeFrameworkList })
  listOutcomeFrameworks(): OutcomeFrameworkList {
    return {
      items: this.frameworks
        .all()
        .map((one) => ({ ...one, validFrom: one.validFrom!, validTo: one.validTo ?? null })),
    };
  }

  @Get('cases/:id/outcome-assessments')
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'Outcome assessments of a case',
    description: 'Newest first, and of each outcome the one result that reports count.',
  })
  @ApiOkResponse({ type: OutcomeAssessmentList })
  listOutcomeAssessments(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
  ): Promise<OutcomeAssessmentList> {
    return this.outcomes.list(actor, id);
  }

  @Post('cases/:id/outcome-assessments')
  @Access({ permission: 'case:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Write down an outcome assessment',
    description:
      'Of each outcome the scores, or a stated result. What changed is derived from the scores by the direction of the ' +
      'framework’s scale; without a score at the entry nothing can be said. A closed case takes corrections only.',
  })
  @ApiCreatedResponse({ type: OutcomeAssessmentResponse })
  @NeedsIdempotencyKey()
  @Refuses(409, 'case-closed', 'already-superseded')
  recordOutcomeAssessment(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: AssessOutcomesRequest,
  ): Promise<OutcomeAssessmentResponse> {
    return this.assessing.record(actor, id, request);
  }
}
