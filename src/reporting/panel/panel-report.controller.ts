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
import { Database } from '../../platform/database/database.js';
import { Invalid } from '../../platform/problems/problem.js';
import { IsCode, IsDay, MayBeOmitted } from '../../platform/validation/decorators.js';
import { PAGE_POLICY } from '../page/report-page.js';
import { panelPage } from './panel-page.js';
import type { DaySpan } from '../measures/period.js';
import { PanelReport } from './panel-report.js';
import { PanelReportResponse } from './panel-report.responses.js';

/** Whole London days, both ends included. */
class PanelQuery {
  @IsDay({ description: 'First day', example: '2019-04-01' })
  from!: string;

  @IsDay({ description: 'Last day', example: '2019-08-16' })
  to!: string;

  @MayBeOmitted()
  @IsDay({ description: 'First day of an earlier period to set beside it', example: '2018-11-14' })
  compareFrom?: string;

  @MayBeOmitted()
  @IsDay({ description: 'Last day of the earlier period', example: '2019-03-31' })
  compareTo?: string;

  @MayBeOmitted()
  @IsCode(['json', 'html'], { description: '`json` unless given; `html` is a page with charts' })
  format?: 'json' | 'html';
}

@ApiTags('reports')
@ApiExtraModels(PanelReportResponse)
@Controller('reports/panel')
export class PanelReportController {
  constructor(
    private readonly database: Database,
    private readonly report: PanelReport,
  ) {}

  /** Statistics count everyone and show nobody, so that the report reads as the service itself. */
  @Get()
  @Access({ permission: 'report:panel', audit: 'aggregate-read' })
  @ApiOperation({
    summary: 'The Police and Crime Panel report for any dates',
    description: 'Every line with its definition; beside an earlier period where one is given.',
  })
  @ApiProduces('application/json', 'text/html')
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(PanelReportResponse) } },
      'text/html': { schema: { type: 'string' } },
    },
  })
  async getPanelReport(
    @CurrentActor() actor: Actor,
    @Query() query: PanelQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PanelReportResponse | string> {
    const span = spanOf('to', query.from, query.to)!;
    const earlier = spanOf('compareTo', query.compareFrom, query.compareTo);
    const figures = await this.database.inTransaction(onBehalfOf(actor, 'reporting'), async (tx) => {
      const computed = await this.report.compute(tx, span, earlier);
      await tx.audit({
        action: 'panel-report.read',
        targetType: 'report',
        targetIds: [],
        personIds: [],
        fields: [span.from, span.to],
      });
      return computed;
    });
    if (query.format !== 'html') return figures;
    void reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY);
    return panelPage(figures);
  }
}

/** @param field name of the last day's field, for the refusal */
function spanOf(field: string, from: string | undefined, to: string | undefined): DaySpan | null {
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined)
    throw Invalid.field(field, 'half-a-period', 'A period has a first and a last day.');
  if (to < from) throw Invalid.field(field, 'before-from', 'The last day is before the first.');
  return { from, to };
}
