import { ApiProperty } from '@nestjs/swagger';
import { MEASURE_KINDS, MEASURE_UNITS } from '../measures/measure.js';

const COUNT = { type: 'integer', minimum: 0 } as const;

class LineResponse {
  @ApiProperty({ example: 'referrals.athena' })
  code!: string;

  @ApiProperty({ example: 'Athena data transfer' })
  label!: string;

  @ApiProperty({
    example: 'referral',
    enum: MEASURE_UNITS,
    description: 'Figures of different units are never added',
  })
  unit!: string;

  @ApiProperty({
    enum: MEASURE_KINDS,
    example: 'flow',
    description: '`flow`: two periods add up to the whole; `persons`: each once; `stock`: at the end',
  })
  kind!: string;

  @ApiProperty({ ...COUNT, example: 25561 })
  value!: number;

  @ApiProperty({ description: 'What is counted and when' })
  definition!: string;

  @ApiProperty({ description: 'Where the line comes from' })
  source!: string;

  @ApiProperty({ description: 'How sure the definition is', example: 'ours' })
  factStatus!: string;
}

class OutcomeLineResponse extends LineResponse {
  @ApiProperty({ ...COUNT, example: 400, description: 'Cases in which this outcome could be compared' })
  compared!: number;
}

class HoldingReasonResponse {
  @ApiProperty({ example: 'MARKER_SET:vulnerable' })
  reason!: string;

  @ApiProperty({
    ...COUNT,
    description: 'Referrals for which this was the gravest reason: adds up to the held ones',
  })
  gravest!: number;

  @ApiProperty({ ...COUNT, description: 'Referrals for which this was among the reasons' })
  mentioned!: number;
}

class ProactiveGroupResponse {
  @ApiProperty({ example: 'burglary' })
  group!: string;

  @ApiProperty({ example: 'Burglary' })
  label!: string;

  @ApiProperty({ ...COUNT, example: 210, description: 'A person may be in several groups' })
  persons!: number;
}

class AgencyResponse {
  @ApiProperty({ example: 'axis' })
  agency!: string;

  @ApiProperty({ example: 'AXIS' })
  label!: string;

  @ApiProperty({ ...COUNT, example: 40 })
  sent!: number;

  @ApiProperty({ ...COUNT, example: 30 })
  accepted!: number;

  @ApiProperty({ ...COUNT, example: 4 })
  declined!: number;

  @ApiProperty({ ...COUNT, example: 6, description: 'Not answered by the end of the period' })
  pending!: number;
}

class ComparisonResponse {
  @ApiProperty({ format: 'date', example: '2018-11-14' })
  from!: string;

  @ApiProperty({ format: 'date', example: '2019-03-31' })
  to!: string;

  @ApiProperty({ ...COUNT, example: 138 })
  days!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: COUNT,
    description: 'Every line’s value in the earlier period, by code',
    example: { 'referrals.athena': 0 },
  })
  values!: Record<string, number>;
}

export class PanelReportResponse {
  @ApiProperty({ format: 'date', example: '2019-04-01' })
  from!: string;

  @ApiProperty({ format: 'date', example: '2019-08-16' })
  to!: string;

  @ApiProperty({ type: 'integer', example: 138 })
  days!: number;

  @ApiProperty({ type: [LineResponse] })
  referrals!: LineResponse[];

  @ApiProperty({ type: [LineResponse], description: 'Each referral is in exactly one line' })
  automaticContact!: LineResponse[];

  @ApiProperty({ type: [HoldingReasonResponse] })
  holdingReasons!: HoldingReasonResponse[];

  @ApiProperty({ type: [LineResponse] })
  phone!: LineResponse[];

  @ApiProperty({ type: [ProactiveGroupResponse] })
  proactiveGroups!: ProactiveGroupResponse[];

  @ApiProperty({ type: [LineResponse] })
  support!: LineResponse[];

  @ApiProperty({ type: LineResponse })
  agencyReferrals!: LineResponse;

  @ApiProperty({ type: [AgencyResponse] })
  agencies!: AgencyResponse[];

  @ApiProperty({ type: [OutcomeLineResponse] })
  outcomes!: OutcomeLineResponse[];

  @ApiProperty({ type: ComparisonResponse, nullable: true })
  comparison!: ComparisonResponse | null;
}
