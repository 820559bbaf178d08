import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import type { Page } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/parameters.js';
import { EntitlementQuery } from './entitlement-requests.js';
import {
  CaseEntitlementsResponse,
  type EntitlementItemResponse,
  EntitlementPage,
} from './entitlement-responses.js';
import { ListEntitlements } from './list-entitlements.js';
import { ReadEntitlements } from './read-entitlements.js';

@ApiTags('entitlements')
@Controller()
export class EntitlementsController {
  constructor(
    private readonly reading: ReadEntitlements,
    private readonly list: ListEntitlements,
  ) {}

  @Get('cases/:id/entitlements')
  @Access({ permission: 'entitlement:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'What somebody is owed under the Victims’ Code',
    description:
      'Each duty by the Code in force on the day of the event that started it, with its arithmetic, the evidence of both sides, and the state by what was known of enhanced rights then and now.',
  })
  @ApiOkResponse({ type: CaseEntitlementsResponse })
  readCaseEntitlements(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
  ): Promise<CaseEntitlementsResponse> {
    return this.reading.ofCase(actor, id);
  }

  @Get('entitlements')
  @Access({ permission: 'entitlement:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'Duties of one state',
    description: 'Over all cases that you may see; what is due first comes first, what has no limit last.',
  })
  @ApiOkResponse({ type: EntitlementPage })
  listEntitlements(
    @CurrentActor() actor: Actor,
    @Query() query: EntitlementQuery,
  ): Promise<Page<EntitlementItemResponse>> {
    return this.list.page(actor, query);
  }
}
