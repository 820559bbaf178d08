import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { IdParam, IfMatch } from '../platform/http/parameters.js';
import { NeedsIdempotencyKey, NeedsIfMatch, Refuses } from '../platform/http/refusals.js';
import { AddContactPointRequest, ConfirmContactPointRequest } from './contact-point-requests.js';
import { ContactPointChanged, ContactPointList } from './contact-point-responses.js';
import { ContactPoints } from './contact-points.js';

@ApiTags('victims')
@Controller('victims/:id/contact-points')
export class ContactPointsController {
  constructor(private readonly points: ContactPoints) {}

  @Get()
  @Access({ permission: 'victim:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'How a person may be reached',
    description: 'Opened values; whether a machine may use them says the contact safety.',
  })
  @ApiOkResponse({ type: ContactPointList })
  listContactPoints(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<ContactPointList> {
    return this.points.list(actor, id);
  }

  @Post()
  @Access({ permission: 'victim:edit', audit: 'person-write', creates: true })
  @ApiOperation({ summary: 'Add a contact point' })
  @ApiCreatedResponse({ type: ContactPointChanged })
  @NeedsIdempotencyKey()
  @Refuses(409, 'already-held')
  addContactPoint(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: AddContactPointRequest,
  ): Promise<ContactPointChanged> {
    return this.points.add(actor, id, request);
  }

  @Post(':pointId/confirmation')
  @HttpCode(200)
  @Access({ permission: 'victim:edit', audit: 'person-write' })
  @ApiOperation({
    summary: 'Say whether a contact point is safe',
    description:
      'A confirmation outranks what was known when it was given; a danger that becomes known later is danger again.',
  })
  @ApiOkResponse({ type: ContactPointChanged })
  @NeedsIfMatch()
  @Refuses(409, 'not-usable', 'superseded')
  confirmContactPoint(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IdParam('pointId') pointId: string,
    @IfMatch() version: number,
    @Body() request: ConfirmContactPointRequest,
  ): Promise<ContactPointChanged> {
    return this.points.confirm(actor, id, pointId, request, version);
  }
}
