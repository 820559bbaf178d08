import { ApiProperty } from '@nestjs/swagger';
import { PageOf, PageQuery } from '../../platform/http/paging.js';
import { IsDay } from '../../platform/validation/decorators.js';
import { MEASURE_KINDS, MEASURE_UNITS } from './measure.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000071' } as const;

export class MeasureResponse {
  @ApiProperty({ example: 'supported' })
  code!: string;

  @ApiProperty({ example: 'Victims directly supported' })
  label!: string;

  @ApiProperty({
    enum: MEASURE_UNITS,
    example: 'person',
    description: 'Figures of different units are never added',
  })
  unit!: string;

  @ApiProperty({
    enum: MEASURE_KINDS,
    example: 'persons',
    description:
      '`flow`: two periods add up to the whole; `persons`: each once; `stock`: at one moment; `standing`: as at the end',
  })
  kind!: string;

  @ApiProperty({ example: 'people of whom a needs assessment was completed in the period' })
  population!: string;

  @ApiProperty({ example: 'by the completion of the needs assessment' })
  dateRule!: string;

  @ApiProperty({ description: 'What is counted and when' })
  definition!: string;

  @ApiProperty({ description: 'Where the line comes from' })
  source!: string;

  @ApiProperty({ example: 'ours', description: 'How sure the definition is' })
  factStatus!: string;
}

export class MeasureList {
  @ApiProperty({ type: [MeasureResponse] })
  items!: MeasureResponse[];
}

/** Whole London days, both ends included. */
export class MeasureRowsQuery extends PageQuery {
  @IsDay({ description: 'First day', example: '2019-04-01' })
  from!: string;

  @IsDay({ description: 'Last day', example: '2019-06-30' })
  to!: string;
}

/** One thing that a figure counts. */
export class MeasureRow {
  @ApiProperty({ ...ID, description: 'What is counted: the id of the unit of the measure' })
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty(ID)
  personId!: string;
}

export class MeasureRowPage extends PageOf {
  @ApiProperty({ type: [MeasureRow] })
  items!: MeasureRow[];
}
