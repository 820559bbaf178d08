import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { IdParam } from '../platform/http/parameters.js';
import { NeedsIdempotencyKey, Refuses } from '../platform/http/refusals.js';
import { ClearCollisionRequest, RestoreCollisionRequest } from './collision-requests.js';
import { CollisionWord } from './collision-word.js';
import { SafetyChangedResponse } from './safety-responses.js';

@ApiTags('victims')
@Controller('victims/:id/contact-safety/collisions/:collisionId/clearance')
export class CollisionsController {
  constructor(private readonly word: CollisionWord) {}

  @Post()
  @HttpCode(200)
  @Access({ permission: 'victim:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Say that a collision is harmless',
    description:
      'It rests on the `safetyVersion` that was read. What comes to light later, such as another suspect with the same number, is danger again.',
  })
  @ApiOkResponse({ type: SafetyChangedResponse })
  @Refuses(409, 'already-cleared')
  @Refuses(412, 'stale-edit')
  @NeedsIdempotencyKey()
  clearCollision(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IdParam('collisionId') collisionId: string,
    @Body() request: ClearCollisionRequest,
  ): Promise<SafetyChangedResponse> {
    return this.word.clear(actor, id, collisionId, request);
  }

  @Post('withdrawal')
  @HttpCode(200)
  @Access({ permission: 'victim:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Say that a collision is danger after all',
    description: 'From now on, also for contact points that were confirmed before.',
  })
  @ApiOkResponse({ type: SafetyChangedResponse })
  @Refuses(409, 'not-cleared')
  @NeedsIdempotencyKey()
  restoreCollision(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IdParam('collisionId') collisionId: string,
    @Body() request: RestoreCollisionRequest,
  ): Promise<SafetyChangedResponse> {
    return this.word.restore(actor, id, collisionId, request.reasonCode);
  }
}
