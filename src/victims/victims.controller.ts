import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { type Page, PageQuery } from '../platform/http/paging.js';
import { IdParam, IfMatch } from '../platform/http/parameters.js';
import { NeedsIfMatch } from '../platform/http/refusals.js';
import { AccessLog } from './access-log.js';
import { type AccessLogEntryResponse, AccessLogPage } from './access-log.responses.js';
import { CorrectVictim } from './correct-victim.js';
import { CorrectVictimRequest } from './correct-victim-request.js';
import { VictimRecord } from './victim-record.js';
import { type VictimFoundResponse, VictimResponse, VictimsFound } from './victim-responses.js';
import { VictimSearch } from './victim-search.js';
import { SearchVictimsRequest } from './victim-search-request.js';

@ApiTags('victims')
@Controller('victims')
export class VictimsController {
  constructor(
    private readonly search: VictimSearch,
    private readonly record: VictimRecord,
    private readonly accessLog: AccessLog,
    private readonly correction: CorrectVictim,
  ) {}

  @Post('search')
  @HttpCode(200)
  @Access({ permission: 'victim:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'Find people',
    description:
      'By the beginning of a name, or by an exact birthday, postcode, number, email or police id. A POST, so that no personal value stands in an address.',
  })
  @ApiOkResponse({ type: VictimsFound })
  searchVictims(
    @CurrentActor() actor: Actor,
    @Body() request: SearchVictimsRequest,
  ): Promise<Page<VictimFoundResponse>> {
    return this.search.find(actor, request);
  }

  @Get(':id')
  @Access({ permission: 'victim:read', audit: 'person-read' })
  @ApiOperation({ summary: 'One person', description: 'With identifiers, links, cases and referrals.' })
  @ApiOkResponse({ type: VictimResponse })
  readVictim(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<VictimResponse> {
    return this.record.read(actor, id);
  }

  @Patch(':id')
  @Access({ permission: 'victim:edit', audit: 'person-write' })
  @ApiOperation({
    summary: 'Say what is right of a person',
    description:
      'A field that is left out stays. Null says that it is unknown, which is never a yes and never an adult. What is decided here, no sender changes later; safe contact is decided anew.',
  })
  @ApiOkResponse({ type: VictimResponse })
  @NeedsIfMatch()
  correctVictim(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() request: CorrectVictimRequest,
  ): Promise<VictimResponse> {
    return this.correction.correct(actor, id, version, request);
  }

  @Get(':id/access-log')
  @Access({ permission: 'access-log:read', audit: 'ledger-read' })
  @ApiOperation({
    summary: 'Who looked at a person',
    description: 'Every reading and writing of what is held of them.',
  })
  @ApiOkResponse({ type: AccessLogPage })
  readAccessLog(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<AccessLogEntryResponse>> {
    return this.accessLog.page(actor, id, query);
  }
}
