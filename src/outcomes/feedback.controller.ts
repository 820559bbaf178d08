import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { IdParam, IfMatch } from '../platform/http/parameters.js';
import { NeedsIdempotencyKey, NeedsIfMatch, Refuses } from '../platform/http/refusals.js';
import { CaseFeedback } from './case-feedback.js';
import { CheckFeedbackRequest, RecordFeedbackRequest } from './feedback-requests.js';
import { FeedbackList, FeedbackResponse } from './feedback-responses.js';

@ApiTags('outcomes')
@Controller('cases/:id/feedback')
export class FeedbackController {
  constructor(private readonly feedback: CaseFeedback) {}

  @Get()
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({ summary: 'What the person said of the service' })
  @ApiOkResponse({ type: FeedbackList })
  listFeedback(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<FeedbackList> {
    return this.feedback.list(actor, id);
  }

  @Post()
  @Access({ permission: 'case:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Write down feedback',
    description: 'With the answer to whether it may be published. Closed cases take it too.',
  })
  @ApiCreatedResponse({ type: FeedbackResponse })
  @NeedsIdempotencyKey()
  recordFeedback(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: RecordFeedbackRequest,
  ): Promise<FeedbackResponse> {
    return this.feedback.record(actor, id, request);
  }

  @Post(':feedbackId/de-identification')
  @HttpCode(200)
  @Access({ permission: 'case:edit', audit: 'person-write' })
  @ApiOperation({
    summary: 'Say what of it may be quoted',
    description:
      'Somebody other than who wrote it down leaves nothing in it that tells who said it. Nothing is quoted before.',
  })
  @ApiOkResponse({ type: FeedbackResponse })
  @NeedsIfMatch()
  @Refuses(409, 'no-consent-to-publish', 'already-checked', 'second-person-needed')
  checkFeedback(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IdParam('feedbackId') feedbackId: string,
    @IfMatch() version: number,
    @Body() { quote }: CheckFeedbackRequest,
  ): Promise<FeedbackResponse> {
    return this.feedback.check(actor, { caseId: id, feedbackId }, quote, version);
  }
}
