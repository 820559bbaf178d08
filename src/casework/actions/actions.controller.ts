import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import { IdParam } from '../../platform/http/parameters.js';
import { CaseActionsResponse } from './actions-response.js';
import { CaseActions } from './case-actions.js';

@ApiTags('cases')
@Controller('cases/:id/actions')
export class ActionsController {
  constructor(private readonly actions: CaseActions) {}

  @Get()
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'What can be done in a case now',
    description:
      'With the case itself (take, allocate, restrict ...), and each step of its journey, from the first call to ' +
      'reopening, with the code with which its route would refuse it. The same list stands in `GET /cases/{id}`.',
  })
  @ApiOkResponse({ type: CaseActionsResponse })
  listCaseActions(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<CaseActionsResponse> {
    return this.actions.list(actor, id);
  }
}
