import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/problems/problem.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { CodeLists } from './code-lists.js';
import { CodesQuery, ReferenceCodes, ReferenceLists, toCodeResponse } from './reference-data.responses.js';

/** Code lists for those who show and enter codes. */
@ApiTags('reference')
@Controller('reference-data')
export class ReferenceDataController {
  constructor(
    private readonly codeLists: CodeLists,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ permission: 'reference:read', audit: 'none' })
  @ApiOperation({ summary: 'Code lists', description: 'The names of all code lists.' })
  @ApiOkResponse({ description: 'All code lists', type: ReferenceLists })
  listReferenceLists(): ReferenceLists {
    return {
      items: this.codeLists
        .all()
        .map(({ name, title, codes }) => ({ list: name, title, codeCount: codes.length })),
    };
  }

  @Get(':list')
  @Access({ permission: 'reference:read', audit: 'none' })
  @ApiOperation({
    summary: 'Codes of a list',
    description: 'The codes that hold on a day, with where each comes from and how sure it is.',
  })
  @ApiParam({
    name: 'list',
    description: 'Name of the list',
    schema: { type: 'string', maxLength: 60 },
    example: 'genders',
  })
  @ApiOkResponse({ description: 'The codes of the list on that day', type: ReferenceCodes })
  listReferenceCodes(@Param('list') list: string, @Query() query: CodesQuery): ReferenceCodes {
    const found = this.codeLists.find(list);
    if (!found) throw new NotFound('code list');
    const on = query.on ?? londonDayOf(this.clock.now());
    return { list, title: found.title, on, items: this.codeLists.codesOn(list, on).map(toCodeResponse) };
  }
}
