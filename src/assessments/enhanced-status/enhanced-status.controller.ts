import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import { IdParam } from '../../platform/http/parameters.js';
import { NeedsIdempotencyKey, Refuses } from '../../platform/http/refusals.js';
import { DecideStatus } from './decide-status.js';
import { DecideEnhancedStatusRequest } from './status-requests.js';
import { EnhancedStatusResponse } from './status-responses.js';

@ApiTags('assessments')
@Controller('cases/:id/enhanced-status')
export class EnhancedStatusController {
  constructor(private readonly status: DecideStatus) {}

  @Get()
  @Access({ permission: 'assessment:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'Enhanced rights under the Victims’ Code',
    description:
      'What holds now with each basis explained, and the history. Nobody looked yet: `not-assessed`.',
  })
  @ApiOkResponse({ type: EnhancedStatusResponse })
  readEnhancedStatus(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<EnhancedStatusResponse> {
    return this.status.read(actor, id);
  }

  @Post()
  @Access({ permission: 'assessment:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Decide on enhanced rights',
    description:
      'An assessed decision; what the record itself gives, such as an age under 18, nobody decides against.',
  })
  @ApiCreatedResponse({ type: EnhancedStatusResponse })
  @NeedsIdempotencyKey('basis-missing', 'basis-given', 'in-the-future', 'before-the-case')
  @Refuses(409, 'case-closed', 'automatic-basis', 'not-for-organisation')
  decideEnhancedStatus(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: DecideEnhancedStatusRequest,
  ): Promise<EnhancedStatusResponse> {
    return this.status.decide(actor, id, request);
  }
}
