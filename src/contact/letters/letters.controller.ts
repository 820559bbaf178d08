import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import { IdParam } from '../../platform/http/parameters.js';
import { NeedsIdempotencyKey, Refuses } from '../../platform/http/refusals.js';
import { MessageResponse } from '../messages/message-responses.js';
import { ReturnLetter } from './return-letter.js';
import { ReturnedLetterRequest } from './return-requests.js';

@ApiTags('contact')
@Controller('messages/:id/return')
export class LettersController {
  constructor(private readonly returns: ReturnLetter) {}

  @Post()
  @HttpCode(200)
  @Access({ permission: 'message:settle', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Say that a letter came back',
    description:
      'Nothing is sent to the address any more, until somebody confirms it again; somebody finds a safe way to reach the ' +
      'person, unless nobody may contact them (they died, objected, or a marker says so), or they have no open case and ' +
      'wanted no support. Nobody else is told. ' +
      'Saying it again changes nothing.',
  })
  @ApiOkResponse({ type: MessageResponse })
  @NeedsIdempotencyKey()
  @Refuses(409, 'not-a-letter', 'letter-not-sent', 'already-returned')
  returnLetter(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: ReturnedLetterRequest,
  ): Promise<MessageResponse> {
    return this.returns.record(actor, id, request.reason);
  }
}
