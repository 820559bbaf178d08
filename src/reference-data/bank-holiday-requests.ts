import { IsDay, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import { IsQueryInt } from '../platform/validation/query-decorators.js';

export class BankHolidaysQuery {
  @MayBeOmitted()
  @IsQueryInt({ min: 1900, max: 2200, description: 'Only those of this year' })
  year?: number;
}

export class AddBankHolidayRequest {
  @IsDay({
    description: 'A weekday from today on, in a year that the calendar covers',
    example: '2028-06-05',
  })
  on!: string;

  @IsText({ max: 100, description: 'What it is called', example: 'Invented jubilee' })
  name!: string;

  @IsText({
    max: 300,
    description: 'Where it was proclaimed',
    example: 'The Gazette, an invented proclamation',
  })
  source!: string;

  @IsText({
    max: 300,
    description: 'Why the calendar changes; never about a person',
    example: 'Proclaimed late',
  })
  reason!: string;
}

export class WithdrawBankHolidayRequest {
  @IsText({
    max: 300,
    description: 'Why the calendar changes; never about a person',
    example: 'Entered in error',
  })
  reason!: string;
}
