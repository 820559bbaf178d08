import { ApiProperty } from '@nestjs/swagger';

const DAY = { type: String, format: 'date', example: '2028-06-05' } as const;

class BankHolidayChangeResponse {
  @ApiProperty({ type: 'integer', description: 'Version of the calendar that it made', example: 2 })
  version!: number;

  @ApiProperty({ enum: ['published', 'added', 'withdrawn', 'restored'], example: 'added' })
  change!: string;

  @ApiProperty({ example: 'Proclaimed late' })
  reason!: string;

  @ApiProperty({ example: 'dev-administrator-1' })
  changedBy!: string;

  @ApiProperty({ format: 'date-time', example: '2026-01-05T10:00:00.000Z' })
  changedAt!: string;
}

export class BankHolidayResponse {
  @ApiProperty(DAY)
  on!: string;

  @ApiProperty({ example: 'Invented jubilee' })
  name!: string;

  @ApiProperty({ example: 'The Gazette, an invented proclamation' })
  source!: string;

  @ApiProperty({ example: true, description: 'Proclaimed when the holidays of its year had been known' })
  isDeclaredLate!: boolean;

  @ApiProperty({ example: false, description: 'A working day after all' })
  isWithdrawn!: boolean;

  @ApiProperty({ type: [BankHolidayChangeResponse], description: 'What was done to it, oldest first' })
  changes!: BankHolidayChangeResponse[];
}

export class BankHolidayList {
  @ApiProperty({
    type: 'integer',
    description: 'Version of the calendar; grows with every change',
    example: 2,
  })
  version!: number;

  @ApiProperty({ ...DAY, description: 'First day of which it is known whether it is a bank holiday' })
  knownFrom!: string;

  @ApiProperty({ ...DAY, description: 'Last such day: counting beyond it fails with `calendar-runs-out`' })
  knownThrough!: string;

  @ApiProperty({ type: [BankHolidayResponse] })
  items!: BankHolidayResponse[];
}

export class BankHolidayChanged {
  @ApiProperty({ type: 'integer', description: 'Version of the calendar', example: 2 })
  version!: number;

  @ApiProperty({ type: BankHolidayResponse })
  holiday!: BankHolidayResponse;
}
