import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import { type Actor, onBehalfOf } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import { Database } from '../../platform/database/database.js';
import { Invalid } from '../../platform/problems/problem.js';
import { IsDay } from '../../platform/validation/decorators.js';
import { PanelReport } from './panel-report.js';

/** Whole London days, both ends included. */
class PeriodQuery {
  @IsDay({ description: 'First day', example: '2019-04-01' })
  from!: string;

  @IsDay({ description: 'Last day', example: '2019-08-16' })
  to!: string;
}

class LineResponse {
  @ApiProperty({ example: 'referrals.athena' })
  code!: string;

  @ApiProperty({ example: 'Athena data transfer' })
  label!: string;

  @ApiProperty({ example: 'referral', enum: ['referral'] })
  unit!: string;

  @ApiProperty({ type: 'integer', example: 25561 })
  value!: number;

  @ApiProperty({ description: 'What is counted and when' })
  definition!: string;

  @ApiProperty({ description: 'Where the line comes from' })
  source!: string;

  @ApiProperty({ description: 'How sure the definition is', enum: ['certain', 'ours'] })
  factStatus!: string;
}

class HoldingReasonResponse {
  @ApiProperty({ example: 'MARKER_SET:vulnerable' })
  reason!: string;

  @ApiProperty({
    type: 'integer',
    description: 'Referrals for which this was the gravest reason: adds up to the held ones',
  })
  gravest!: number;

  @ApiProperty({ type: 'integer', description: 'Referrals for which this was among the reasons' })
  mentioned!: number;
}

class PanelReportResponse {
  @ApiProperty({ format: 'date', example: '2019-04-01' })
  from!: string;

  @ApiProperty({ format: 'date', example: '2019-08-16' })
  to!: string;

  @ApiProperty({ type: 'integer', example: 138 })
  days!: number;

  @ApiProperty({ type: [LineResponse] })
  referrals!: LineResponse[];

  @ApiProperty({ type: [LineResponse], description: 'Each referral is in exactly one line' })
  automaticContact!: LineResponse[];

  @ApiProperty({ type: [HoldingReasonResponse] })
  holdingReasons!: HoldingReasonResponse[];
}

@ApiTags('reports')
@Controller('reports/panel')
export class PanelReportController {
  constructor(
    private readonly database: Database,
    private readonly report: PanelReport,
  ) {}

  /** Statistics count everyone and show nobody, so that the report reads as the service itself. */
  @Get()
  @Access({ permission: 'report:panel', audit: 'aggregate-read' })
  @ApiOperation({ summary: 'The Police and Crime Panel report for any dates' })
  @ApiOkResponse({ type: PanelReportResponse })
  getPanelReport(@CurrentActor() actor: Actor, @Query() period: PeriodQuery): Promise<PanelReportResponse> {
    if (period.to < period.from)
      throw Invalid.field('to', 'before-from', 'The last day is before the first.');
    return this.database.inTransaction(onBehalfOf(actor, 'reporting'), async (tx) => {
      const figures = await this.report.compute(tx, period.from, period.to);
      await tx.audit({
        action: 'panel-report.read',
        targetType: 'report',
        targetIds: [],
        personIds: [],
        fields: [period.from, period.to],
      });
      return figures;
    });
  }
}
