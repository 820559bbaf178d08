import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import type { Page } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/parameters.js';
import { NeedsIdempotencyKey, Refuses } from '../platform/http/refusals.js';
import { CaseNotes } from './case-notes.js';
import { NoteQuery, WriteNoteRequest } from './case-requests.js';
import { NotePage, NoteResponse } from './note-responses.js';

@ApiTags('cases')
@Controller('cases/:id/notes')
export class NotesController {
  constructor(private readonly notes: CaseNotes) {}

  @Get()
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'Notes of a case',
    description: 'All of them: a corrected note stays and names its correction.',
  })
  @ApiOkResponse({ type: NotePage })
  listNotes(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Query() query: NoteQuery,
  ): Promise<Page<NoteResponse>> {
    return this.notes.page(actor, id, query);
  }

  @Post()
  @Access({ permission: 'case:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Write a note, also about a contact with a professional',
    description:
      'With `supersedes` it corrects an earlier one. With `professionalContact` it is about a call, letter or meeting with ' +
      'a social worker, an officer, an adviser of an agency or another professional, from or to them: never a contact ' +
      'attempt, never a reply of the person.',
  })
  @ApiCreatedResponse({ type: NoteResponse })
  @NeedsIdempotencyKey()
  @Refuses(409, 'already-superseded')
  writeNote(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: WriteNoteRequest,
  ): Promise<NoteResponse> {
    return this.notes.write(actor, id, request);
  }
}
