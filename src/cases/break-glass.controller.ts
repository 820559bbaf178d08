import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import type { Page } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/parameters.js';
import { NeedsIdempotencyKey, Refuses } from '../platform/http/refusals.js';
import { BreakGlass } from './break-glass.js';
import { BreakGlassReview } from './break-glass-review.js';
import {
  BreakGlassByReferenceRequest,
  BreakGlassQuery,
  BreakGlassRequest,
  ReviewRequest,
} from './restriction-requests.js';
import {
  type BreakGlassItemResponse,
  BreakGlassPage,
  BreakGlassResponse,
  ReviewedResponse,
} from './restriction-responses.js';

@ApiTags('cases')
@Controller()
export class BreakGlassController {
  constructor(
    private readonly breakGlass: BreakGlass,
    private readonly reviews: BreakGlassReview,
  ) {}

  @Post('cases/:id/break-glass')
  @Access({ permission: 'case:break-glass', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Open a restricted case in an emergency',
    description:
      'For some hours, with a written reason that a second person reviews. A case that is nobody’s answers 404; one that is not restricted 409, since you see it anyway.',
  })
  @ApiCreatedResponse({ type: BreakGlassResponse })
  @NeedsIdempotencyKey()
  @Refuses(409, 'not-restricted', 'already-a-member', 'already-open')
  openInEmergency(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: BreakGlassRequest,
  ): Promise<BreakGlassResponse> {
    return this.breakGlass.openById(actor, id, request.reason);
  }

  @Post('break-glass')
  @Access({ permission: 'case:break-glass', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Open a restricted case in an emergency, by its reference',
    description: 'For a caller who reads the reference out.',
  })
  @ApiCreatedResponse({ type: BreakGlassResponse })
  @NeedsIdempotencyKey()
  @Refuses(409, 'not-restricted', 'already-a-member', 'already-open')
  openInEmergencyByReference(
    @CurrentActor() actor: Actor,
    @Body() request: BreakGlassByReferenceRequest,
  ): Promise<BreakGlassResponse> {
    return this.breakGlass.openByReference(actor, request.caseReference, request.reason);
  }

  @Get('break-glass')
  @Access({ permission: 'break-glass:review', audit: 'person-read' })
  @ApiOperation({
    summary: 'Emergency accesses',
    description: 'To cases that you may see; the one whose review is due first first.',
  })
  @ApiOkResponse({ type: BreakGlassPage })
  listEmergencyAccesses(
    @CurrentActor() actor: Actor,
    @Query() query: BreakGlassQuery,
  ): Promise<Page<BreakGlassItemResponse>> {
    return this.reviews.page(actor, query);
  }

  @Post('cases/:id/break-glass/:grantId/review')
  @HttpCode(200)
  @Access({ permission: 'break-glass:review', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Review an emergency access',
    description: 'Never one’s own. What was not justified ends at once.',
  })
  @ApiOkResponse({ type: ReviewedResponse })
  @Refuses(409, 'needs-second-person', 'already-reviewed')
  @NeedsIdempotencyKey()
  reviewEmergencyAccess(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IdParam('grantId') grantId: string,
    @Body() request: ReviewRequest,
  ): Promise<ReviewedResponse> {
    return this.reviews.review(actor, id, grantId, request);
  }
}
