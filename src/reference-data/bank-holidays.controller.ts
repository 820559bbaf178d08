import { Body, Controller, Get, Param, type PipeTransform, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { NeedsIdempotencyKey, Refuses } from '../platform/http/refusals.js';
import { NotFound } from '../platform/problems/problem.js';
import { parseDay } from '../platform/validation/day.js';
import { BankHolidayCalendar } from './bank-holiday-calendar.js';
import {
  AddBankHolidayRequest,
  BankHolidaysQuery,
  WithdrawBankHolidayRequest,
} from './bank-holiday-requests.js';
import { BankHolidayChanged, BankHolidayList } from './bank-holiday-responses.js';

/** A day in a path; what is no day is no bank holiday. */
class DayPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    const day = parseDay(value);
    if (!day.ok) throw new NotFound('bank holiday');
    return day.value;
  }
}

@ApiTags('reference')
@Controller('bank-holidays')
export class BankHolidaysController {
  constructor(private readonly calendar: BankHolidayCalendar) {}

  @Get()
  @Access({ permission: 'reference:read', audit: 'none' })
  @ApiOperation({
    summary: 'Bank holidays of England and Wales',
    description:
      'By which working days are counted, with what was done to each and the version of the calendar.',
  })
  @ApiOkResponse({ type: BankHolidayList })
  listBankHolidays(
    @CurrentActor() actor: Actor,
    @Query() { year }: BankHolidaysQuery,
  ): Promise<BankHolidayList> {
    return this.calendar.list(actor, year);
  }

  @Post()
  @Access({ permission: 'bank-holiday:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Add a bank holiday that was proclaimed late',
    description: 'Deadlines that still run are counted anew; what has passed stays as it was.',
  })
  @ApiCreatedResponse({ type: BankHolidayChanged })
  @NeedsIdempotencyKey()
  @Refuses(409, 'already-a-bank-holiday')
  addBankHoliday(
    @CurrentActor() actor: Actor,
    @Body() request: AddBankHolidayRequest,
  ): Promise<BankHolidayChanged> {
    return this.calendar.add(actor, request);
  }

  @Post(':on/withdrawal')
  @Access({ permission: 'bank-holiday:edit', audit: 'person-write', creates: true })
  @ApiOperation({
    summary: 'Withdraw a bank holiday',
    description:
      'It stays in the calendar as a working day, with the reason. One that has passed is protected.',
  })
  @ApiParam({
    name: 'on',
    description: 'The day',
    schema: { type: 'string', maxLength: 10 },
    example: '2028-06-05',
  })
  @ApiCreatedResponse({ type: BankHolidayChanged })
  @NeedsIdempotencyKey()
  @Refuses(409, 'already-withdrawn', 'holiday-has-passed')
  withdrawBankHoliday(
    @CurrentActor() actor: Actor,
    @Param('on', DayPipe) on: string,
    @Body() request: WithdrawBankHolidayRequest,
  ): Promise<BankHolidayChanged> {
    return this.calendar.withdraw(actor, on, request);
  }
}
