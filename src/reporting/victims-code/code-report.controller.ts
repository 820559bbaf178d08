import { Controller, Get, Query, Res } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../../platform/access/access.decorator.js';
import { type Actor, onBehalfOf } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import type { Role } from '../../platform/access/permissions.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { Page } from '../../platform/http/paging.js';
import { Unprocessable } from '../../platform/problems/problem.js';
import { CodeReportPublications } from './board/publications.js';
import { type ClockRow, ClockRows } from './clock-rows.js';
import { ClockQuery, CodeReportQuery, periodOf } from './code-report.queries.js';
import { ClockRowPage } from './clock-rows.responses.js';
import { CODE_REPORT_MODELS, CodeReportResponse } from './code-report.responses.js';
import { shownAs } from './shown-as.js';
import { type CodeReport, VictimsCodeReport } from './victims-code-report.js';

/** Who may ask for any dates and is shown every count; others are shown what was published. */
const SEES_EVERY_COUNT: readonly Role[] = [
  'team-leader',
  'returns-officer',
  'data-protection-officer',
  'auditor',
];

@ApiTags('reports')
@ApiExtraModels(...CODE_REPORT_MODELS)
@Controller('reports/victims-code')
export class CodeReportController {
  constructor(
    private readonly database: Database,
    private readonly report: VictimsCodeReport,
    private readonly publications: CodeReportPublications,
    private readonly clocks: ClockRows,
  ) {}

  /** Statistics count everyone and show nobody, so that the report reads as the service itself. */
  @Get()
  @Access({ permission: 'report:victims-code', audit: 'aggregate-read' })
  @ApiOperation({
    summary: 'Compliance with the Victims’ Code',
    description:
      'For any dates. The Victims’ Board is shown whole months, quarters and years as they were published, with ' +
      'small counts hidden (`[c]`).',
  })
  @ApiProduces('application/json', 'text/csv', 'text/html')
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(CodeReportResponse) } },
      'text/csv': { schema: { type: 'string' } },
      'text/html': { schema: { type: 'string' } },
    },
  })
  async getCodeReport(
    @CurrentActor() actor: Actor,
    @Query() query: CodeReportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CodeReport | string> {
    const report = await this.database.inTransaction(onBehalfOf(actor, 'reporting'), async (tx) => {
      const found = await this.reportFor(tx, query);
      await tx.audit({
        action: 'code-report.read',
        targetType: 'report',
        targetIds: found.published ? [found.published.id] : [],
        personIds: [],
        fields: [query.from, query.to],
      });
      return found;
    });
    return shownAs(report, query.format, reply);
  }

  @Get('clocks')
  @Access({ permission: 'report:victims-code-clocks', audit: 'person-read' })
  @ApiOperation({
    summary: 'The clocks behind a figure of the report',
    description:
      'Lines by their keys, and a column; the figure is what stands in all of them. Of people who are hidden from you there are none.',
  })
  @ApiOkResponse({ type: ClockRowPage })
  listCodeReportClocks(@CurrentActor() actor: Actor, @Query() query: ClockQuery): Promise<Page<ClockRow>> {
    const { reading = 'start', limit, after, ...filters } = query;
    const page = { limit, ...(after !== undefined && { after }) };
    return this.clocks.page(actor, (now) => periodOf(query, { now }), { ...filters, reading }, page);
  }

  private reportFor(tx: Transaction, query: CodeReportQuery): Promise<CodeReport> {
    const period = periodOf(query, tx);
    if (tx.actor.roles.some((role) => SEES_EVERY_COUNT.includes(role)))
      return this.report.compute(tx, period);
    if (query.asOf !== undefined) {
      const message = 'A published table stands as it was counted.';
      throw new Unprocessable('period-not-fit', message, [
        { field: 'asOf', code: 'not-for-published', message },
      ]);
    }
    return this.publications.newest(tx, { from: query.from, to: query.to });
  }
}
