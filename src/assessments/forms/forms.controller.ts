import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/access/access.decorator.js';
import { Clock } from '../../platform/clock.js';
import { NotFound } from '../../platform/problems/problem.js';
import { FormList, FormQuery } from './form-summary.js';
import { Forms } from './forms.js';
import { FormResponse, toFormResponse, toFormSummary } from './whole-form-response.js';

/** Form definitions, for those who show and send forms. */
@ApiTags('assessments')
@Controller('forms')
export class FormsController {
  constructor(
    private readonly forms: Forms,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ permission: 'reference:read', audit: 'none' })
  @ApiOperation({ summary: 'Forms', description: 'The forms of assessments that hold today.' })
  @ApiOkResponse({ type: FormList })
  listForms(): FormList {
    return { items: this.forms.on(this.clock.now()).map(toFormSummary) };
  }

  @Get(':code')
  @Access({ permission: 'reference:read', audit: 'none' })
  @ApiOperation({
    summary: 'One form',
    description:
      'Its questions in order, what may be answered, when each is asked and needed, and what becomes due by answers: ' +
      'the same rules that the service holds answers to.',
  })
  @ApiParam({
    name: 'code',
    description: 'Code of the form',
    schema: { type: 'string', maxLength: 60 },
    example: 'needs',
  })
  @ApiOkResponse({ type: FormResponse })
  readForm(@Param('code') code: string, @Query() { version }: FormQuery): FormResponse {
    const form =
      version === undefined ? this.forms.currentOn(code, this.clock.now()) : this.forms.find(code, version);
    if (!form) throw new NotFound('form');
    return toFormResponse(form);
  }
}
