import { ApiProperty } from '@nestjs/swagger';
import { PERIOD_KINDS } from './whole-period.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000071' } as const;
const DAY = { format: 'date', example: '2019-04-01' } as const;
const INSTANT = { format: 'date-time', example: '2019-07-01T09:00:00.000Z' } as const;

export class PublicationResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(DAY)
  from!: string;

  @ApiProperty({ ...DAY, example: '2019-06-30' })
  to!: string;

  @ApiProperty({ enum: PERIOD_KINDS, example: 'quarter' })
  kind!: string;

  @ApiProperty({
    type: 'integer',
    example: 1,
    description: 'A further publication of the period is a new one',
  })
  version!: number;

  @ApiProperty(INSTANT)
  asOf!: Date;

  @ApiProperty(INSTANT)
  publishedAt!: Date;

  @ApiProperty({ example: 'dev-returns-officer-1' })
  publishedBy!: string;
}

export class PublicationList {
  @ApiProperty({ type: [PublicationResponse] })
  items!: PublicationResponse[];
}
