import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
  StreamableFile,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { AlreadyAnswered } from '../platform/database/answered-requests.js';
import { IdParam } from '../platform/http/parameters.js';
import { RowDecisions } from './decide-row.js';
import { ImportReading } from './import-reading.js';
import { ImportRowsQuery, ImportsQuery, RowDecisionRequest } from './imports.requests.js';
import {
  ImportDetailResponse,
  ImportResponse,
  ImportRowDetailResponse,
  ImportRowResponse,
  ImportRowsPage,
  ImportsPage,
} from './imports.responses.js';
import { FileReceiver } from './receive-file.js';
import { RowDetails } from './row-details.js';
import { RowNumberPipe } from './row-number.pipe.js';
import { uploadedFile } from './uploaded-file.js';

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  required: true,
  description:
    'A key of your own, such as a UUID: the same key with the same content gives the first answer again',
  schema: { type: 'string', maxLength: 128 },
} as const;

/** Somebody invented; the same as config/feeds/athena.example.csv. */
const EXAMPLE_EXTRACT = `${[
  'forceIdentifier,crimeReference,victimOnCrimeId,reportedDateTime,crimeOffenceCode,givenName,surname,dateOfBirth,' +
    'mobileTelephone,emailAddress,victimSupport,restrictedRecord,lastUpdatedDateTime',
  '22,22/12345/19,INVENTED-1,2019-04-01T09:00:00,TH68001,Alex,Example,1985-03-14,' +
    '07700 900123,alex.example@example.org,true,false,2019-04-01T18:00:00',
].join('\n')}\n`;

/** Files of police referrals: upload, progress, receipt. */
@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly receiver: FileReceiver,
    private readonly reading: ImportReading,
    private readonly details: RowDetails,
    private readonly decisions: RowDecisions,
  ) {}

  @Post()
  @HttpCode(202)
  @Access({ permission: 'import:create', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Upload an extract',
    description:
      'A CSV file of a known feed, read as a stream. Another layout is refused whole (422) with what was expected and found; ' +
      'a form that breaks off is refused with `upload-broken` (400), and nothing may follow the file. ' +
      'An accepted file is worked in the background: read the import for its progress and receipt.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      properties: {
        feed: {
          type: 'string',
          default: 'athena',
          description: 'Name of the feed mapping; stands before the file',
        },
        file: {
          type: 'string',
          format: 'binary',
          description:
            'The extract. Columns that it lacks count as blank, and a blank danger marker is never a no',
          example: EXAMPLE_EXTRACT,
        },
      },
    },
  })
  @ApiAcceptedResponse({
    type: ImportResponse,
    headers: { Location: { description: 'The import', schema: { type: 'string' } } },
  })
  async uploadImport(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportResponse> {
    const { letGo, ...file } = await uploadedFile(request);
    try {
      const accepted = await this.receiver.receive({ actor, ...file });
      void reply.header('location', `/api/v1/imports/${accepted.id}`);
      return accepted;
    } catch (error) {
      if (error instanceof AlreadyAnswered) {
        void reply.header('location', `/api/v1/imports/${(error.answer as ImportResponse).id}`);
      }
      throw error;
    } finally {
      letGo();
    }
  }

  @Get()
  @Access({ permission: 'import:read', audit: 'none' })
  @ApiOperation({ summary: 'Imports', description: 'Newest first.' })
  @ApiOkResponse({ type: ImportsPage })
  listImports(@CurrentActor() actor: Actor, @Query() query: ImportsQuery): Promise<ImportsPage> {
    return this.reading.list(actor, query);
  }

  @Get(':id')
  @Access({ permission: 'import:read', audit: 'none' })
  @ApiOperation({
    summary: 'An import with its receipt',
    description:
      'Progress, what became of the rows by disposition and reason, and how good they were. Numbers only.',
  })
  @ApiOkResponse({ type: ImportDetailResponse })
  readImport(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<ImportDetailResponse> {
    return this.reading.receipt(actor, id);
  }

  @Get(':id/rows')
  @Access({ permission: 'import:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'Rows of an import',
    description:
      'What became of each row. Ids of referrals and cases are shown only to those who work with people, and only of those they may see.',
  })
  @ApiOkResponse({ type: ImportRowsPage })
  listImportRows(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Query() query: ImportRowsQuery,
  ): Promise<ImportRowsPage> {
    return this.reading.rows(actor, id, query);
  }

  @Get(':id/rows/:row')
  @Access({ permission: 'import:decide', audit: 'person-read' })
  @ApiOperation({
    summary: 'One row of an import',
    description: 'With what was received, as long as the row waits for a decision.',
  })
  @ApiOkResponse({ type: ImportRowDetailResponse })
  readImportRow(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Param('row', RowNumberPipe) row: string,
  ): Promise<ImportRowDetailResponse> {
    return this.details.show(actor, id, Number(row));
  }

  @Get(':id/rejects')
  @Access({ permission: 'import:read', audit: 'none' })
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="rejects.csv"')
  @ApiOperation({
    summary: 'Rejects of an import as a file',
    description: 'Rejected and quarantined rows by number with code, field and message: no value of a row.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' }, description: 'CSV' })
  async downloadRejects(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<StreamableFile> {
    return new StreamableFile(await this.reading.rejects(actor, id), { type: 'text/csv; charset=utf-8' });
  }

  @Post(':id/rows/:row/decision')
  @HttpCode(200)
  @Access({ permission: 'import:decide', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Decide on a quarantined row',
    description:
      '`release` takes the row in now: malformed references stand as they are, values that cannot be are unknown, another ' +
      'person under the key becomes a person of their own under a key of its own, an id that contradicts is left out. ' +
      'The row keeps its disposition with the decision beside it. Where it is held for another reason too, it stays ' +
      'undecided with that reason. `discard` empties it.',
  })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiOkResponse({ type: ImportRowResponse })
  decideImportRow(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Param('row', RowNumberPipe) row: string,
    @Body() request: RowDecisionRequest,
  ): Promise<ImportRowResponse> {
    return this.decisions.decide(actor, id, Number(row), request);
  }
}
