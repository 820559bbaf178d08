import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { IdParam } from '../platform/http/parameters.js';
import { IncidentResponse, PartyList } from './incident-responses.js';
import { Incidents } from './incidents.js';

@ApiTags('incidents')
@Controller('incidents')
export class IncidentsController {
  constructor(private readonly incidents: Incidents) {}

  @Get(':id')
  @Access({ permission: 'incident:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'One crime',
    description: 'With the people in it whom you may see; where that is nobody, there is no such crime.',
  })
  @ApiOkResponse({ type: IncidentResponse })
  readIncident(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<IncidentResponse> {
    return this.incidents.read(actor, id);
  }

  @Get(':id/parties')
  @Access({ permission: 'incident:read', audit: 'person-read' })
  @ApiOperation({ summary: 'The people in a crime' })
  @ApiOkResponse({ type: PartyList })
  listParties(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<PartyList> {
    return this.incidents.parties(actor, id);
  }
}
