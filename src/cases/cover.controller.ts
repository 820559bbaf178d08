import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { NeedsIdempotencyKey, Refuses } from '../platform/http/refusals.js';
import { ArrangeCoverRequest } from './cover-requests.js';
import { CoverList, CoverResponse } from './cover-responses.js';
import { StaffCover } from './staff-cover.js';

const SUBJECT = { name: 'subject', schema: { type: 'string', maxLength: 200 }, example: 'dev-coordinator-1' };

@ApiTags('reference')
@Controller('staff/:subject/cover')
export class CoverController {
  constructor(private readonly cover: StaffCover) {}

  @Get()
  @Access({ permission: 'staff:read', audit: 'none' })
  @ApiOperation({ summary: 'Who covers for a colleague, and when' })
  @ApiParam(SUBJECT)
  @ApiOkResponse({ type: CoverList })
  listCover(@CurrentActor() actor: Actor, @Param('subject') subject: string): Promise<CoverList> {
    return this.cover.list(actor, subject);
  }

  @Post()
  @Access({ permission: 'staff:cover', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Arrange cover for a colleague who is away',
    description:
      'Their cases and tasks show up in the lists of whoever covers (`allocatedTo=me`, `owner=me`) and stay theirs. ' +
      'Cover lets nobody see a restricted case.',
  })
  @ApiParam(SUBJECT)
  @ApiCreatedResponse({ type: CoverResponse })
  @NeedsIdempotencyKey()
  @Refuses(409, 'cover-overlaps', 'cover-is-away')
  arrangeCover(
    @CurrentActor() actor: Actor,
    @Param('subject') subject: string,
    @Body() request: ArrangeCoverRequest,
  ): Promise<CoverResponse> {
    return this.cover.arrange(actor, subject, request);
  }
}
