import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { IdParam, IfMatch } from '../platform/http/parameters.js';
import { NeedsIdempotencyKey, NeedsIfMatch, Refuses } from '../platform/http/refusals.js';
import { ContactPreferences } from './contact-preferences.js';
import { SafeContactNotes } from './safe-contact-notes.js';
import { SafetyReading } from './safety-reading.js';
import {
  LiftMarkerRequest,
  ObjectRequest,
  PreferencesRequest,
  ReadNoteRequest,
  WithdrawObjectionRequest,
} from './safety-requests.js';
import {
  ContactSafetyResponse,
  PreferencesResponse,
  SafeContactNoteList,
  SafetyChangedResponse,
} from './safety-responses.js';
import { SafetyWord } from './safety-word.js';

@ApiTags('victims')
@Controller('victims/:id')
export class ContactSafetyController {
  constructor(
    private readonly reading: SafetyReading,
    private readonly notes: SafeContactNotes,
    private readonly word: SafetyWord,
    private readonly preferences: ContactPreferences,
  ) {}

  @Get('contact-safety')
  @Access({ permission: 'victim:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'Whether a machine may contact a person, and why not',
    description: 'The latest decision of the safety gate, and those before it.',
  })
  @ApiOkResponse({ type: ContactSafetyResponse })
  readContactSafety(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<ContactSafetyResponse> {
    return this.reading.read(actor, id);
  }

  @Get('contact-safety/notes')
  @Access({ permission: 'victim:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'What senders wrote about safe contact',
    description: 'A note that nobody has read holds every machine.',
  })
  @ApiOkResponse({ type: SafeContactNoteList })
  listSafeContactNotes(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<SafeContactNoteList> {
    return this.notes.list(actor, id);
  }

  @Post('contact-safety/notes/:noteId/reading')
  @HttpCode(200)
  @Access({ permission: 'victim:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Say what a note on safe contact means',
    description: 'A later reading replaces an earlier one. It rests on the `safetyVersion` that was read.',
  })
  @ApiOkResponse({ type: SafetyChangedResponse })
  @Refuses(412, 'stale-edit')
  @NeedsIdempotencyKey()
  judgeSafeContactNote(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IdParam('noteId') noteId: string,
    @Body() request: ReadNoteRequest,
  ): Promise<SafetyChangedResponse> {
    return this.notes.judge(actor, id, noteId, request);
  }

  @Post('contact-safety/lifted-markers')
  @HttpCode(200)
  @Access({ permission: 'victim:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Lift a marker of danger',
    description:
      'As the person’s safety was read; a later version of the referral that raises it anew is danger again.',
  })
  @ApiOkResponse({ type: SafetyChangedResponse })
  @Refuses(409, 'marker-not-set')
  @Refuses(412, 'stale-edit')
  @NeedsIdempotencyKey()
  liftMarker(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: LiftMarkerRequest,
  ): Promise<SafetyChangedResponse> {
    return this.word.liftMarker(actor, id, request);
  }

  @Get('contact-safety/preferences')
  @Access({ permission: 'victim:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'How and when a person wants to be reached',
    description: 'Version 0: nobody has asked, and nothing that needs asking is allowed.',
  })
  @ApiOkResponse({ type: PreferencesResponse })
  readPreferences(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<PreferencesResponse> {
    return this.preferences.read(actor, id);
  }

  @Put('contact-safety/preferences')
  @Access({ permission: 'victim:edit', audit: 'person-write' })
  @ApiOperation({ summary: 'Write down how and when a person wants to be reached' })
  @ApiOkResponse({ type: PreferencesResponse })
  @NeedsIfMatch()
  replacePreferences(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() request: PreferencesRequest,
  ): Promise<PreferencesResponse> {
    return this.preferences.replace(actor, id, request, version);
  }

  @Post('objection')
  @HttpCode(200)
  @Access({ permission: 'victim:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'The person wants no contact',
    description: 'From now on nobody writes or calls.',
  })
  @ApiOkResponse({ type: SafetyChangedResponse })
  @Refuses(409, 'already-objected')
  @NeedsIdempotencyKey()
  objectToContact(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: ObjectRequest,
  ): Promise<SafetyChangedResponse> {
    return this.word.object(actor, id, request.reasonCode);
  }

  @Post('objection/withdrawal')
  @HttpCode(200)
  @Access({ permission: 'victim:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'The person wants contact after all',
    description: 'By their own word. That they objected stays known; every other reason still stands.',
  })
  @ApiOkResponse({ type: SafetyChangedResponse })
  @Refuses(409, 'not-objected')
  @Refuses(412, 'stale-edit')
  @NeedsIdempotencyKey()
  withdrawObjection(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: WithdrawObjectionRequest,
  ): Promise<SafetyChangedResponse> {
    return this.word.withdrawObjection(actor, id, request);
  }
}
