import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import { Clock } from '../platform/clock.js';
import { Invalid } from '../platform/problems/problem.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { CodeLists } from '../reference-data/code-lists.js';
import { AgencyDirectory } from './agency-directory.js';
import { AgenciesQuery, AgencyList, toAgencyList } from './agency-responses.js';

/** The directory of agencies. */
@ApiTags('agencies')
@Controller('agencies')
export class AgenciesController {
  constructor(
    private readonly directory: AgencyDirectory,
    private readonly codeLists: CodeLists,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ permission: 'reference:read', audit: 'none' })
  @ApiOperation({
    summary: 'Agencies',
    description:
      'Those that are offered on a day, with whom they serve, where it is known, and whether they take anybody then.',
  })
  @ApiOkResponse({ type: AgencyList })
  listAgencies(@Query() { on, cohort }: AgenciesQuery): AgencyList {
    const day = on ?? londonDayOf(this.clock.now());
    if (cohort !== undefined && !this.codeLists.has('cohorts', cohort, day))
      throw Invalid.field('cohort', 'code-unknown', 'There is no such cohort.');
    return toAgencyList(day, this.directory.on(day, cohort));
  }
}
