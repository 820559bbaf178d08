import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { type Page, PageQuery } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/parameters.js';
import { Invalid } from '../platform/problems/problem.js';
import { CaseCounts } from './case-counts.js';
import { CaseCountsResponse } from './case-counts-response.js';
import { CaseDetail } from './case-detail.js';
import { WorklistQuery } from './case-requests.js';
import {
  type CaseEventResponse,
  CaseResponse,
  TimelinePage,
  type WorklistItemResponse,
  WorklistPage,
} from './case-responses.js';
import { CaseTimeline } from './case-timeline.js';
import { Worklist } from './worklist.js';
import type { WorklistQuestion } from './worklist-query.js';

@ApiTags('cases')
@Controller('cases')
export class CasesController {
  constructor(
    private readonly worklist: Worklist,
    private readonly detail: CaseDetail,
    private readonly timeline: CaseTimeline,
    private readonly counts: CaseCounts,
  ) {}

  @Get()
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'The worklist',
    description:
      'Open cases, most urgent first, each with what makes it urgent. Neither addresses nor numbers are shown.',
  })
  @ApiOkResponse({ type: WorklistPage })
  listCases(
    @CurrentActor() actor: Actor,
    @Query() query: WorklistQuery,
  ): Promise<Page<WorklistItemResponse>> {
    return this.worklist.page(actor, questionOf(query, actor.subject));
  }

  @Get('counts')
  @Access({ permission: 'case:read', audit: 'aggregate-read' })
  @ApiOperation({
    summary: 'How many open cases there are',
    description: 'By what the worklist can be narrowed to; of the cases that you may see.',
  })
  @ApiOkResponse({ type: CaseCountsResponse })
  countCases(@CurrentActor() actor: Actor): Promise<CaseCountsResponse> {
    return this.counts.open(actor);
  }

  @Get(':id')
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'One case',
    description: 'With its person, referrals, open tasks and what can be done now.',
  })
  @ApiOkResponse({ type: CaseResponse })
  readCase(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<CaseResponse> {
    return this.detail.read(actor, id);
  }

  @Get(':id/timeline')
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'What happened in a case',
    description: 'Ids and codes; what they stand for is read where it lies.',
  })
  @ApiOkResponse({ type: TimelinePage })
  readTimeline(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<CaseEventResponse>> {
    return this.timeline.page(actor, id, query);
  }
}

/** Closed cases have no next step and no urgency: they are listed by opening only. */
function questionOf(query: WorklistQuery, subject: string): WorklistQuestion {
  const state = query.state ?? 'open';
  const sort = query.sort ?? (state === 'open' ? 'priority' : 'opened');
  const message = 'Closed cases are listed by their opening, newest first.';
  if (state === 'closed' && sort !== 'opened') throw Invalid.field('sort', 'not-for-closed', message);
  if (state === 'closed' && query.dueBefore !== undefined) {
    throw Invalid.field('dueBefore', 'not-for-closed', 'Closed cases have no next step.');
  }
  const { allocatedTo, reference, limit, after, team, cohort, dueBefore } = query;
  return {
    ...{ limit, after, team, cohort, dueBefore, state, sort },
    allocatedTo: allocatedTo === undefined ? undefined : whoIsMeant(allocatedTo, subject),
    isMine: allocatedTo === 'me',
    reference: reference?.toUpperCase(),
  };
}

function whoIsMeant(allocatedTo: string, subject: string): string | null {
  if (allocatedTo === 'nobody') return null;
  return allocatedTo === 'me' ? subject : allocatedTo;
}
