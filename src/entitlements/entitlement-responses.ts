import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../platform/http/paging.js';
import { CLOCK_STATES, EXCLUDED_REASONS } from './clocks/clock.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000081' } as const;
const AT = { format: 'date-time', example: '2019-04-18T10:15:00.000Z' } as const;
const DAY = { format: 'date', example: '2019-04-23' } as const;
const NULLABLE = { type: String, nullable: true } as const;
const STATUS = { enum: ['yes', 'no', 'not-assessed'], example: 'not-assessed' } as const;
const STATE = { enum: CLOCK_STATES, example: 'met' } as const;

export class EntitlementStartResponse {
  @ApiProperty({ example: 'suspect.arrested' })
  kind!: string;

  @ApiProperty({ example: 'A suspect was arrested' })
  label!: string;

  @ApiProperty({ ...NULLABLE, ...ID, description: 'The justice event' })
  eventId!: string | null;

  @ApiProperty({ ...NULLABLE, ...ID, description: 'The referral whose record says it' })
  referralId!: string | null;

  @ApiProperty(AT)
  at!: string;

  @ApiProperty({ ...DAY, description: 'Day 0, in London' })
  on!: string;

  @ApiProperty({
    example: true,
    description: 'False: when whoever must act got to know of it is not recorded',
  })
  isKnown!: boolean;
}

export class EntitlementLimitResponse {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 5,
    description: 'Null: no such duty, or no limit',
  })
  limit!: number | null;

  @ApiProperty({ ...NULLABLE, ...DAY, description: 'The last day in time' })
  dueOn!: string | null;

  @ApiProperty(STATE)
  state!: string;
}

export class EntitlementStatusResponse {
  @ApiProperty({ ...STATUS, description: '`not-assessed` is never the same as standard' })
  status!: string;

  @ApiProperty({ type: [String], example: ['under-18'] })
  bases!: string[];

  @ApiProperty({
    ...NULLABLE,
    ...STATE,
    description: 'Null: nobody assessed enhanced rights, and the limits give different states',
  })
  state!: string | null;
}

export class AgencyEvidenceResponse {
  @ApiProperty({ example: 'victim.informed' })
  kind!: string;

  @ApiProperty({ example: 'The victim was told' })
  label!: string;

  @ApiProperty(AT)
  at!: string;

  @ApiProperty({ ...DAY, description: 'The day on which it counts' })
  on!: string;

  @ApiProperty({ ...NULLABLE, ...ID })
  eventId!: string | null;

  @ApiProperty({ ...NULLABLE, ...ID })
  referralId!: string | null;
}

export class VictimEvidenceResponse {
  @ApiProperty({ enum: ['told', 'not-told', 'not-sure'], example: 'not-told' })
  answer!: string;

  @ApiProperty(AT)
  at!: string;

  @ApiProperty(ID)
  eventId!: string;
}

export class EntitlementExclusionResponse {
  @ApiProperty({ enum: EXCLUDED_REASONS, example: 'declined' })
  reason!: string;

  @ApiProperty({ ...NULLABLE, ...AT, description: 'From when on; null: always' })
  since!: string | null;
}

export class EntitlementFootnoteResponse {
  @ApiProperty({ example: 'Essex Police, Victims’ Code of Practice' })
  source!: string;

  @ApiProperty({ enum: ['certain', 'likely', 'unknown'], example: 'certain' })
  factStatus!: string;

  @ApiProperty({ ...NULLABLE, example: 'certain for the Code of 2013' })
  note!: string | null;
}

export class EntitlementResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  incidentId!: string;

  @ApiProperty(ID)
  partyId!: string;

  @ApiProperty({ example: '15-ARR' })
  ruleId!: string;

  @ApiProperty({ example: 'main', description: 'Which limit of the rule' })
  limitCode!: string;

  @ApiProperty({ example: '2015' })
  codeVersion!: string;

  @ApiProperty({ example: 'Ch.2 Pt A' })
  right!: string;

  @ApiProperty({ example: 'Told of an arrest, with reasons' })
  entitlement!: string;

  @ApiProperty({ example: 'Told of an arrest, with reasons' })
  limitLabel!: string;

  @ApiProperty({ example: 'POLICE' })
  dutyHolder!: string;

  @ApiProperty({ type: EntitlementStartResponse })
  start!: EntitlementStartResponse;

  @ApiProperty({ ...NULLABLE, enum: ['working-day', 'month'], example: 'working-day' })
  unit!: string | null;

  @ApiProperty({ type: EntitlementLimitResponse })
  standard!: EntitlementLimitResponse;

  @ApiProperty({ type: EntitlementLimitResponse })
  enhanced!: EntitlementLimitResponse;

  @ApiProperty({
    ...{ ...NULLABLE, format: 'date', example: null },
    description:
      'Of a time in which the victim may act: from when on the service reminds them, by a task, while their case is open',
  })
  remindOn!: string | null;

  @ApiProperty({ type: EntitlementStatusResponse, description: 'As known when the clock started' })
  atStart!: EntitlementStatusResponse;

  @ApiProperty({ type: EntitlementStatusResponse, description: 'As known now' })
  now!: EntitlementStatusResponse;

  @ApiProperty({ type: AgencyEvidenceResponse, nullable: true })
  agencyEvidence!: AgencyEvidenceResponse | null;

  @ApiProperty({ type: VictimEvidenceResponse, nullable: true, description: 'It never discharges a duty' })
  victimEvidence!: VictimEvidenceResponse | null;

  @ApiProperty({ type: EntitlementExclusionResponse, nullable: true })
  excluded!: EntitlementExclusionResponse | null;

  @ApiProperty({ example: true, description: 'The agency’s records cover these days: silence is a breach' })
  isCovered!: boolean;

  @ApiProperty({ type: 'integer', example: 0, description: 'Version of the calendar it was counted by' })
  calendarVersion!: number;

  @ApiProperty(AT)
  countedAt!: string;

  @ApiProperty({
    example:
      '15-ARR (Code of 2015, Ch.2 Pt A), for POLICE: Told of an arrest, with reasons. Day 0 is Thursday 18 April 2019 …',
    description: 'Rule, trigger, calendar, arithmetic, evidence and state in words',
  })
  explanation!: string;

  @ApiProperty({ type: EntitlementFootnoteResponse })
  footnote!: EntitlementFootnoteResponse;
}

export class CaseEntitlementsResponse {
  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty(AT)
  asOf!: string;

  @ApiProperty({ type: [EntitlementResponse], description: 'The oldest start first' })
  items!: EntitlementResponse[];
}

export class EntitlementItemResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ example: 'VAL-4K7M-2QXD' })
  caseReference!: string;

  @ApiProperty(ID)
  personId!: string;

  @ApiProperty({ example: 'Ada Invented' })
  personName!: string;

  @ApiProperty(ID)
  incidentId!: string;

  @ApiProperty({ example: '15-ARR' })
  ruleId!: string;

  @ApiProperty({ example: 'main' })
  limitCode!: string;

  @ApiProperty({ example: 'Told of an arrest, with reasons' })
  entitlement!: string;

  @ApiProperty({ example: 'POLICE' })
  dutyHolder!: string;

  @ApiProperty(AT)
  startedAt!: string;

  @ApiProperty({ ...NULLABLE, ...DAY, description: 'The earliest day that may be the last' })
  dueOn!: string | null;

  @ApiProperty(STATUS)
  statusAtStart!: string;

  @ApiProperty(STATE)
  stateByStandard!: string;

  @ApiProperty(STATE)
  stateByEnhanced!: string;

  @ApiProperty({ ...NULLABLE, enum: ['told', 'not-told', 'not-sure'], example: 'not-told' })
  victimReported!: string | null;
}

export class EntitlementPage extends PageOf {
  @ApiProperty({ type: [EntitlementItemResponse] })
  items!: EntitlementItemResponse[];
}
