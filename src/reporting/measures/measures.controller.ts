import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/access/current-actor.decorator.js';
import type { Page } from '../../platform/http/paging.js';
import { MeasureCatalogue } from './measure-catalogue.js';
import { MeasureList, type MeasureRow, MeasureRowPage, MeasureRowsQuery } from './measure-responses.js';
import { MeasureRows } from './measure-rows.js';

@ApiTags('reports')
@Controller('measures')
export class MeasuresController {
  constructor(
    private readonly catalogue: MeasureCatalogue,
    private readonly rows: MeasureRows,
  ) {}

  @Get()
  @Access({ permission: 'reference:read', audit: 'none' })
  @ApiOperation({
    summary: 'What the reports and returns count',
    description: 'Each measure once: the Panel report and the returns draw on the same.',
  })
  @ApiOkResponse({ type: MeasureList })
  listMeasures(): MeasureList {
    return { items: this.catalogue.all() };
  }

  @Get(':code/rows')
  @Access({ permission: 'case:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'What a figure counts',
    description:
      'The ids behind a measure for any dates, as they stand now: of people who are hidden from you there are none.',
  })
  @ApiOkResponse({ type: MeasureRowPage })
  listMeasureRows(
    @CurrentActor() actor: Actor,
    @Param('code') code: string,
    @Query() query: MeasureRowsQuery,
  ): Promise<Page<MeasureRow>> {
    return this.rows.page(actor, code, query);
  }
}
