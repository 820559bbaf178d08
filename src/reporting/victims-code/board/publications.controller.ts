import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../platform/access/access.decorator.js';
import { type Actor, onBehalfOf } from '../../../platform/access/actor.js';
import { CurrentActor } from '../../../platform/access/current-actor.decorator.js';
import { Database } from '../../../platform/database/database.js';
import { IdParam } from '../../../platform/http/parameters.js';
import { NeedsIdempotencyKey, Refuses } from '../../../platform/http/refusals.js';
import { IsDay } from '../../../platform/validation/decorators.js';
import { FormatQuery } from '../code-report.queries.js';
import { CodeReportResponse } from '../code-report.responses.js';
import { shownAs } from '../shown-as.js';
import type { CodeReport } from '../victims-code-report.js';
import { PublicationList, PublicationResponse } from './publications.responses.js';
import { CodeReportPublications, type PublicationSummary } from './publications.js';
import { TablePublisher } from './publish-table.js';

/** A whole month, quarter or year that is over. */
class NewPublication {
  @IsDay({ description: 'First day of a month', example: '2019-04-01' })
  from!: string;

  @IsDay({ description: 'Last day of the month, quarter or year', example: '2019-06-30' })
  to!: string;
}

@ApiTags('reports')
@Controller('reports/victims-code/publications')
export class PublicationsController {
  constructor(
    private readonly database: Database,
    private readonly publications: CodeReportPublications,
    private readonly publisher: TablePublisher,
  ) {}

  @Post()
  @Access({ permission: 'report:publish', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Publish a whole month, quarter or year to the Victims’ Board',
    description:
      'Counted as it is known now, small counts hidden, stored and never changed. A further publication of the period is ' +
      'a new version, in which counts that differ by as little from what earlier versions show are hidden too. Where small ' +
      'counts or differences could be worked out with what was published before, as of a month after its quarter, or could ' +
      'be hidden only with the total, as soon after an earlier version, it is refused with `would-disclose`: `detail` says ' +
      'what to do or names those tables, and `fields` the first 20 counts. A year after all its months and quarters takes ' +
      'some seconds; `published-meanwhile` where others of the year were published in these again and again.',
  })
  @ApiCreatedResponse({ type: PublicationResponse })
  @NeedsIdempotencyKey('period-not-fit')
  @Refuses(409, 'would-disclose', 'published-meanwhile')
  publishCodeReport(
    @CurrentActor() actor: Actor,
    @Body() { from, to }: NewPublication,
  ): Promise<PublicationSummary> {
    return this.publisher.publish(actor, { from, to });
  }

  @Get()
  @Access({ permission: 'report:victims-code', audit: 'none' })
  @ApiOperation({
    summary: 'What was published to the Victims’ Board',
    description: 'The newest first, 500 at most.',
  })
  @ApiOkResponse({ type: PublicationList })
  async listCodeReportPublications(@CurrentActor() actor: Actor): Promise<{ items: PublicationSummary[] }> {
    const list = (items: PublicationSummary[]) => ({ items });
    return this.database
      .inTransaction(onBehalfOf(actor, 'reporting'), (tx) => this.publications.list(tx))
      .then(list);
  }

  @Get(':id')
  @Access({ permission: 'report:victims-code', audit: 'aggregate-read' })
  @ApiOperation({
    summary: 'A published table',
    description: 'As the Victims’ Board is shown it, the same for ever.',
  })
  @ApiProduces('application/json', 'text/csv', 'text/html')
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(CodeReportResponse) } },
      'text/csv': { schema: { type: 'string' } },
      'text/html': { schema: { type: 'string' } },
    },
  })
  async getCodeReportPublication(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Query() { format }: FormatQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CodeReport | string> {
    const report = await this.database.inTransaction(onBehalfOf(actor, 'reporting'), async (tx) => {
      const found = await this.publications.read(tx, id);
      await tx.audit({
        action: 'code-report.read',
        targetType: 'code-report-publication',
        targetIds: [id],
        personIds: [],
        fields: [found.from, found.to],
      });
      return found;
    });
    return shownAs(report, format, reply);
  }
}
