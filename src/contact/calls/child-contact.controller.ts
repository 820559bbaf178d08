import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import { IdParam } from '../../platform/http/parameters.js';
import { NeedsIdempotencyKey, Refuses } from '../../platform/http/refusals.js';
import { RecordChildContactRequest } from './child-contact-requests.js';
import { ChildContactList, ChildContactResponse } from './child-contact-responses.js';
import { ChildContacts } from './child-contacts.js';

@ApiTags('contact')
@Controller('cases/:id/child-contact-checks')
export class ChildContactController {
  constructor(private readonly contacts: ChildContacts) {}

  @Get()
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({ summary: 'Who is safe to contact about a child' })
  @ApiOkResponse({ type: ChildContactList })
  listChildContactChecks(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<ChildContactList> {
    return this.contacts.list(actor, id);
  }

  @Post()
  @Access({ permission: 'case:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Record who is safe to contact about a child',
    description:
      'As the officer in the case or the social worker said; also of somebody whose age nobody knows. Before it, nobody ' +
      'calls. Their latest word in this case counts, until there is news of danger, another crime or a suspect. A number ' +
      'that came with a referral is named in it, or confirmed before: nobody knows whose it is.',
  })
  @ApiCreatedResponse({ type: ChildContactResponse })
  @NeedsIdempotencyKey()
  @Refuses(409, 'case-closed', 'not-a-child')
  recordChildContactCheck(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: RecordChildContactRequest,
  ): Promise<ChildContactResponse> {
    return this.contacts.record(actor, id, request);
  }
}
