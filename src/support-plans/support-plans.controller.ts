import { Body, Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ADDRESS_IN_TEXT } from '../cases/address-in-text.js';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { IdParam, IfMatch } from '../platform/http/parameters.js';
import { NeedsIdempotencyKey, NeedsIfMatch, Refuses } from '../platform/http/refusals.js';
import { ChangePlan } from './change-plan.js';
import { WriteExitStrategyRequest } from './course-requests.js';
import { ExitStrategyResponse } from './course-responses.js';
import { EndPlan } from './end-plan.js';
import { OpenPlan } from './open-plan.js';
import { ChangePlanRequest, OpenPlanRequest } from './plan-requests.js';
import { SupportPlanResponse } from './plan-responses.js';
import { ReadPlan } from './read-plan.js';

/** A support plan as a whole: opened, given on, ended. */
@ApiTags('support-plans')
@Controller('cases/:id/support-plan')
export class SupportPlansController {
  constructor(
    private readonly reading: ReadPlan,
    private readonly opening: OpenPlan,
    private readonly changing: ChangePlan,
    private readonly ending: EndPlan,
  ) {}

  @Get()
  @Access({ permission: 'plan:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'The support plan of a case',
    description:
      'The active one, else the last, with goals, actions, check-ins, reviews and what is due next.',
  })
  @ApiOkResponse({ type: SupportPlanResponse })
  readSupportPlan(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<SupportPlanResponse> {
    return this.reading.read(actor, id);
  }

  @Post()
  @Access({ permission: 'plan:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Open a support plan',
    description:
      'On the ground of a specialist assessment of the same case. It has somebody who answers for it, a next check-in ' +
      'and a day of review from its first minute to its last.',
  })
  @ApiCreatedResponse({ type: SupportPlanResponse })
  @NeedsIdempotencyKey('check-in-missing', 'review-date-missing')
  @Refuses(409, 'case-closed', 'plan-active', 'specialist-assessment-missing', 'not-a-member')
  openSupportPlan(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: OpenPlanRequest,
  ): Promise<SupportPlanResponse> {
    return this.opening.open(actor, id, request);
  }

  @Patch()
  @Access({ permission: 'plan:edit', audit: 'person-write' })
  @ApiOperation({ summary: 'Give a support plan on, or move its next dates' })
  @ApiOkResponse({ type: SupportPlanResponse })
  @NeedsIfMatch()
  @Refuses(409, 'case-closed', 'plan-missing', 'plan-ended', 'not-a-member')
  changeSupportPlan(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() request: ChangePlanRequest,
  ): Promise<SupportPlanResponse> {
    return this.changing.change(actor, id, request, version);
  }

  @Post('exit-strategy')
  @Access({ permission: 'plan:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'End a support plan with its exit strategy',
    description:
      'The only way to end one. Each goal has its end before; actions that are open are dropped with the plan.',
  })
  @ApiCreatedResponse({ type: ExitStrategyResponse })
  @NeedsIdempotencyKey(ADDRESS_IN_TEXT)
  @Refuses(409, 'case-closed', 'plan-missing', 'plan-ended', 'goals-open')
  writeExitStrategy(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: WriteExitStrategyRequest,
  ): Promise<ExitStrategyResponse> {
    return this.ending.end(actor, id, request);
  }
}
