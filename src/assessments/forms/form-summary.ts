import { ApiProperty } from '@nestjs/swagger';
import { MayBeOmitted } from '../../platform/validation/decorators.js';
import { IsQueryInt } from '../../platform/validation/query-decorators.js';
import { FORM_CODES } from './form-definition.js';

export const FACT_STATUSES = ['certain', 'likely', 'unknown', 'ours', 'unverified'];
const DAY = { type: String, format: 'date', nullable: true } as const;

export class FormQuery {
  @MayBeOmitted()
  @IsQueryInt({ min: 1, max: 200, description: 'Version of the form; the one that holds today unless given' })
  version?: number;
}

export class FormSummary {
  @ApiProperty({ enum: FORM_CODES, example: 'needs' })
  code!: string;

  @ApiProperty({ example: 'Needs assessment' })
  title!: string;

  @ApiProperty({ example: 'Everybody who is supported; the person names their own needs' })
  purpose!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  version!: number;

  @ApiProperty({
    ...DAY,
    description: 'First day on which it holds; null: as far back as asked',
    example: '2018-01-01',
  })
  validFrom!: string | null;

  @ApiProperty({ ...DAY, description: 'Last day; null: no end known', example: null })
  validTo!: string | null;

  @ApiProperty({ example: 'Ministry of Justice, Victims’ Services Commissioning Framework, May 2013' })
  source!: string;

  @ApiProperty({ enum: FACT_STATUSES, example: 'likely' })
  factStatus!: string;
}

export class FormList {
  @ApiProperty({ type: [FormSummary], description: 'The forms that hold today' })
  items!: FormSummary[];
}
