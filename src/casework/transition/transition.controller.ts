import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import { IdParam } from '../../platform/http/parameters.js';
import { ReadTransition } from './read-transition.js';
import { TransitionResponse } from './transition-responses.js';

@ApiTags('cases')
@Controller('cases/:id/transition')
export class TransitionController {
  constructor(private readonly transition: ReadTransition) {}

  @Get()
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'The way to adulthood of somebody who was exploited as a child',
    description:
      'What is due at 17, six months before the 18th birthday and on it, each with how its day was counted and how sure ' +
      'the rule is. Each becomes a task when its day comes, and moves where the birth date is corrected.',
  })
  @ApiOkResponse({ type: TransitionResponse })
  readTransition(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<TransitionResponse> {
    return this.transition.read(actor, id);
  }
}
