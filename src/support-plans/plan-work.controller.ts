import { Body, Controller, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ADDRESS_IN_TEXT } from '../cases/address-in-text.js';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { IdParam, IfMatch } from '../platform/http/parameters.js';
import { NeedsIdempotencyKey, NeedsIfMatch, Refuses } from '../platform/http/refusals.js';
import { CheckIn } from './check-in.js';
import { RecordCheckInRequest, ReviewPlanRequest } from './course-requests.js';
import { PlanCheckInResponse, PlanReviewResponse } from './course-responses.js';
import {
  AgreeActionRequest,
  ChangeGoalRequest,
  CompleteActionRequest,
  SetGoalRequest,
} from './goal-requests.js';
import { PlanActionResponse, PlanGoalResponse } from './goal-responses.js';
import { PlanActions } from './plan-actions.js';
import { PlanGoals } from './plan-goals.js';
import { ReviewPlan } from './review-plan.js';

/** The work on an active plan: goals, actions, check-ins and reviews. */
@ApiTags('support-plans')
@Controller('cases/:id/support-plan')
export class PlanWorkController {
  constructor(
    private readonly goals: PlanGoals,
    private readonly actions: PlanActions,
    private readonly checkIn: CheckIn,
    private readonly reviewing: ReviewPlan,
  ) {}

  @Post('goals')
  @Access({ permission: 'plan:edit', audit: 'person-write', creates: true })
  @ApiOperation({ summary: 'Set a goal', description: 'In the words of the person.' })
  @ApiCreatedResponse({ type: PlanGoalResponse })
  @NeedsIdempotencyKey(ADDRESS_IN_TEXT)
  @Refuses(409, 'case-closed', 'plan-missing', 'plan-ended')
  setPlanGoal(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: SetGoalRequest,
  ): Promise<PlanGoalResponse> {
    return this.goals.set(actor, id, request);
  }

  @Patch('goals/:goalId')
  @Access({ permission: 'plan:edit', audit: 'person-write' })
  @ApiOperation({ summary: 'Say how a goal stands, or put it otherwise' })
  @ApiOkResponse({ type: PlanGoalResponse })
  @Refuses(422, ADDRESS_IN_TEXT)
  @NeedsIfMatch()
  @Refuses(409, 'case-closed', 'plan-missing', 'plan-ended', 'not-from-this-state')
  changePlanGoal(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IdParam('goalId') goalId: string,
    @IfMatch() version: number,
    @Body() request: ChangeGoalRequest,
  ): Promise<PlanGoalResponse> {
    return this.goals.change(actor, id, goalId, request, version);
  }

  @Post('actions')
  @Access({ permission: 'plan:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Agree on an action',
    description: 'Of the catalogue `plan-actions`, with who does it and by when. It becomes a task.',
  })
  @ApiCreatedResponse({ type: PlanActionResponse })
  @NeedsIdempotencyKey(ADDRESS_IN_TEXT)
  @Refuses(409, 'case-closed', 'plan-missing', 'plan-ended')
  agreePlanAction(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: AgreeActionRequest,
  ): Promise<PlanActionResponse> {
    return this.actions.agree(actor, id, request);
  }

  @Post('actions/:actionId/completion')
  @HttpCode(200)
  @Access({ permission: 'plan:edit', audit: 'person-write' })
  @ApiOperation({ summary: 'Say that an action was done, or why it was dropped' })
  @ApiOkResponse({ type: PlanActionResponse })
  @NeedsIfMatch()
  @Refuses(409, 'case-closed', 'plan-missing', 'plan-ended', 'action-ended')
  completePlanAction(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IdParam('actionId') actionId: string,
    @IfMatch() version: number,
    @Body() request: CompleteActionRequest,
  ): Promise<PlanActionResponse> {
    return this.actions.complete(actor, id, actionId, request, version);
  }

  @Post('check-ins')
  @Access({ permission: 'plan:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Write down a check-in',
    description:
      'Whether it was safe to speak is asked first. The next one is planned with it; a check-in that nobody could ' +
      'have safely becomes a task at once. It is made as a call is: nobody is contacted who may not be, nor a child ' +
      'before somebody recorded who is safe. One that showed danger is never refused for that.',
  })
  @ApiCreatedResponse({ type: PlanCheckInResponse })
  @NeedsIdempotencyKey('check-in-missing', ADDRESS_IN_TEXT)
  @Refuses(
    409,
    'case-closed',
    'plan-missing',
    'plan-ended',
    'do-not-contact',
    'contact-point-superseded',
    'contact-point-unsafe',
    'contact-point-of-childhood',
    'child-contact-not-checked',
  )
  recordPlanCheckIn(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: RecordCheckInRequest,
  ): Promise<PlanCheckInResponse> {
    return this.checkIn.record(actor, id, request);
  }

  @Post('review')
  @Access({ permission: 'plan:edit', audit: 'person-write', creates: true })
  @ApiOperation({ summary: 'Review a support plan', description: 'With the day of the next review.' })
  @ApiCreatedResponse({ type: PlanReviewResponse })
  @NeedsIdempotencyKey('review-date-missing', ADDRESS_IN_TEXT)
  @Refuses(409, 'case-closed', 'plan-missing', 'plan-ended')
  reviewSupportPlan(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: ReviewPlanRequest,
  ): Promise<PlanReviewResponse> {
    return this.reviewing.review(actor, id, request);
  }
}
