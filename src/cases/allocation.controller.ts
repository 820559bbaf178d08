import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { type Page, PageQuery } from '../platform/http/paging.js';
import { IdParam, IfMatch } from '../platform/http/parameters.js';
import { NeedsIfMatch, Refuses } from '../platform/http/refusals.js';
import { AllocatedResponse, type AllocationEntryResponse, AllocationPage } from './allocation-responses.js';
import { CaseAllocation } from './case-allocation.js';
import { AllocateRequest } from './case-requests.js';

@ApiTags('cases')
@Controller('cases/:id/allocation')
export class AllocationController {
  constructor(private readonly allocation: CaseAllocation) {}

  @Get()
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({ summary: 'Who had a case, and when' })
  @ApiOkResponse({ type: AllocationPage })
  listAllocations(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<AllocationEntryResponse>> {
    return this.allocation.history(actor, id, query);
  }

  @Post()
  @HttpCode(200)
  @Access({ permission: 'case:allocate', audit: 'person-write' })
  @ApiOperation({
    summary: 'Give a case to somebody, or to a team’s queue',
    description:
      'Taking a case is giving it to yourself: of two who do so at once, one gets it. What a colleague has, only a team leader gives away. The open tasks go along.',
  })
  @ApiOkResponse({ type: AllocatedResponse })
  @NeedsIfMatch()
  @Refuses(409, 'already-allocated', 'already-yours', 'case-closed', 'not-a-member')
  allocateCase(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() request: AllocateRequest,
  ): Promise<AllocatedResponse> {
    return this.allocation.allocate(actor, id, request, version);
  }
}
