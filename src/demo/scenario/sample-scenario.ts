import { dayNumber, isoDayOf } from './calendar.js';
import type { Wish } from './crimes-maker.js';
import { offenceOf, offenceWithCode } from './offences.js';
import { Random } from './random.js';
import type { Seed } from './random.js';
import { sparseSchedule } from './schedule.js';
import { ServicePeriod } from './service-period.js';
import type { PeriodDay } from './service-period.js';

const DAYS = 14;
const EXTRACTS_BEFORE_TODAY = [13, 7, 1];
const TOTALS = { athena: 180, internal: 14, self: 4, other: 2 };

/** What a first look at the service should not miss. */
const WISHES: readonly Wish[] = [
  { offence: offenceOf('modern-slavery'), victim: 'adult' },
  { offence: offenceWithCode('SX03048'), victim: 'child' },
  { offence: offenceOf('fraud'), victim: 'adult' },
  { offence: offenceWithCode('TH68006'), victim: 'child' },
  { victim: 'organisation' },
  { offence: offenceOf('property'), victim: 'adult', sharesPhoneWithSuspect: true },
  { offence: offenceOf('property'), victim: 'adult', isRestricted: true },
  { offence: offenceOf('burglary'), victim: 'adult' },
  { offence: offenceOf('stalking'), victim: 'adult' },
  { offence: offenceOf('hate'), victim: 'adult' },
  { offence: offenceOf('sexual'), victim: 'adult' },
];

/**
 * Two hundred invented referrals of the fourteen days before a day (London): three Athena extracts with 180
 * keys, 14 internal, 4 self and 2 other referrals. Nothing lies on the day itself or after it.
 */
export function sampleScenario(seed: Seed, today: string): PeriodDay[] {
  const day = dayNumber(today);
  const extractDays = EXTRACTS_BEFORE_TODAY.map((before) => day - before);
  const [from, to] = [isoDayOf(day - DAYS), isoDayOf(day - 1)];
  const schedule = sparseSchedule(from, to, extractDays, TOTALS, Random.stream(seed, 'schedule'));
  return [...new ServicePeriod(seed, schedule, WISHES).days()];
}
