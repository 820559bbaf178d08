import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { IdParam } from '../platform/http/parameters.js';
import { NeedsIdempotencyKey, Refuses } from '../platform/http/refusals.js';
import { CaseRestriction } from './restriction.js';
import { RestrictionMembers } from './restriction-members.js';
import { AddMemberRequest, LiftRestrictionQuery, RestrictRequest } from './restriction-requests.js';
import { RestrictionResponse } from './restriction-responses.js';

@ApiTags('cases')
@Controller('cases/:id/restriction')
export class RestrictionController {
  constructor(
    private readonly restriction: CaseRestriction,
    private readonly members: RestrictionMembers,
  ) {}

  @Get()
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({ summary: 'Who may see a case' })
  @ApiOkResponse({ type: RestrictionResponse })
  readRestriction(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<RestrictionResponse> {
    return this.restriction.read(actor, id);
  }

  @Post()
  @HttpCode(200)
  @Access({ permission: 'case:restrict', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Hide a case from everybody but its members',
    description:
      'From now on neither the case nor its person exists for anyone else. Whoever restricts it is a member.',
  })
  @ApiOkResponse({ type: RestrictionResponse })
  @Refuses(409, 'already-restricted')
  @NeedsIdempotencyKey()
  restrictCase(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: RestrictRequest,
  ): Promise<RestrictionResponse> {
    return this.restriction.impose(actor, id, request);
  }

  @Delete()
  @Access({ permission: 'case:restrict', audit: 'person-write' })
  @ApiOperation({
    summary: 'Lift a restriction',
    description: 'Everybody who works cases sees the case again; all accesses end.',
  })
  @ApiOkResponse({ type: RestrictionResponse })
  @Refuses(409, 'not-restricted', 'not-a-member')
  liftRestriction(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Query() query: LiftRestrictionQuery,
  ): Promise<RestrictionResponse> {
    return this.restriction.lift(actor, id, query.reasonCode);
  }

  @Post('members')
  @HttpCode(200)
  @Access({ permission: 'case:restrict', audit: 'person-write', creates: true })
  @ApiOperation({ summary: 'Let somebody see a restricted case' })
  @ApiOkResponse({ type: RestrictionResponse })
  @Refuses(409, 'not-restricted', 'not-a-member', 'already-a-member')
  @NeedsIdempotencyKey()
  addMember(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: AddMemberRequest,
  ): Promise<RestrictionResponse> {
    return this.members.add(actor, id, request);
  }

  @Delete('members/:subject')
  @Access({ permission: 'case:restrict', audit: 'person-write' })
  @ApiOperation({
    summary: 'Withdraw a member of a restricted case',
    description: 'The last member stays until there is another.',
  })
  @ApiParam({ name: 'subject', schema: { type: 'string', maxLength: 200 }, example: 'dev-coordinator-3' })
  @ApiOkResponse({ type: RestrictionResponse })
  @Refuses(409, 'not-restricted', 'not-a-member', 'last-member')
  withdrawMember(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Param('subject') subject: string,
  ): Promise<RestrictionResponse> {
    return this.members.withdraw(actor, id, subject);
  }
}
