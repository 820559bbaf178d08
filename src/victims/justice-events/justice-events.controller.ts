import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import type { Page } from '../../platform/http/paging.js';
import { IdParam } from '../../platform/http/parameters.js';
import { NeedsIdempotencyKey, Refuses } from '../../platform/http/refusals.js';
import { CorrectEvent } from './correct-event.js';
import {
  CorrectJusticeEventRequest,
  JusticeEventsQuery,
  RecordJusticeEventRequest,
} from './justice-event-requests.js';
import {
  JusticeEventDetailResponse,
  JusticeEventResponse,
  JusticeEventsPage,
} from './justice-event-responses.js';
import { ReadEvents } from './read-events.js';
import { RecordEvent } from './record-event.js';

@ApiTags('incidents')
@Controller('incidents/:id/justice-events')
export class JusticeEventsController {
  constructor(
    private readonly events: ReadEvents,
    private readonly recording: RecordEvent,
    private readonly correcting: CorrectEvent,
  ) {}

  @Get()
  @Access({ permission: 'justice-event:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'What happened in the criminal case',
    description:
      'Newest first, each event in its newest version and without those withdrawn. What agencies recorded and what ' +
      'victims say stand side by side.',
  })
  @ApiOkResponse({ type: JusticeEventsPage })
  listJusticeEvents(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Query() query: JusticeEventsQuery,
  ): Promise<Page<JusticeEventResponse>> {
    return this.events.list(actor, id, query);
  }

  @Post()
  @Access({ permission: 'justice-event:record', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Write down what happened in the criminal case',
    description:
      'The same event under the same `sourceReference` changes nothing and is answered as it is held. What looks like ' +
      'one that is held is refused unless `isAnother` is said.',
  })
  @ApiCreatedResponse({ type: JusticeEventResponse })
  @NeedsIdempotencyKey('kind-unknown')
  @Refuses(409, 'possible-duplicate', 'source-reference-taken')
  recordJusticeEvent(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: RecordJusticeEventRequest,
  ): Promise<JusticeEventResponse> {
    return this.recording.record(actor, id, request);
  }

  @Get(':eventId')
  @Access({ permission: 'justice-event:read', audit: 'person-read' })
  @ApiOperation({ summary: 'One event with all its versions', description: 'By the id of any of them.' })
  @ApiOkResponse({ type: JusticeEventDetailResponse })
  readJusticeEvent(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IdParam('eventId') eventId: string,
  ): Promise<JusticeEventDetailResponse> {
    return this.events.read(actor, id, eventId);
  }

  @Post(':eventId/correction')
  @Access({ permission: 'justice-event:record', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Correct an event, or withdraw it',
    description:
      'A new version takes the place of this one, which stays readable. Only the newest version can be corrected. Whom ' +
      'it concerns and who says so stay: withdraw it and record another where they were wrong.',
  })
  @ApiCreatedResponse({ type: JusticeEventResponse })
  @NeedsIdempotencyKey('kind-unknown')
  @Refuses(409, 'already-superseded', 'already-withdrawn')
  correctJusticeEvent(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IdParam('eventId') eventId: string,
    @Body() request: CorrectJusticeEventRequest,
  ): Promise<JusticeEventResponse> {
    return this.correcting.correct(actor, id, eventId, request);
  }
}
