import { ApiProperty } from '@nestjs/swagger';
import { IsDay, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import type { Agency } from './agency-directory.js';

const NULLABLE = { type: String, nullable: true } as const;
const AGE = { type: 'integer', nullable: true, example: null } as const;

export class AgenciesQuery {
  @MayBeOmitted()
  @IsDay({ description: 'Day on which they must be offered; today if left out', example: '2019-06-03' })
  on?: string;

  @MayBeOmitted()
  @IsText({ max: 60, description: 'Only those that serve this cohort, or anybody', example: 'msht' })
  cohort?: string;
}

export class AgencyResponse {
  @ApiProperty({ example: 'imsa' })
  code!: string;

  @ApiProperty({ example: 'Independent Modern Slavery Advocate (IMSA), Victim Support West Mercia' })
  label!: string;

  @ApiProperty({ example: 'charity' })
  sector!: string;

  @ApiProperty({
    type: [String],
    nullable: true,
    example: ['msht'],
    description: 'Null: more than some cohorts',
  })
  cohorts!: readonly string[] | null;

  @ApiProperty({ ...AGE, description: 'Youngest age it serves; null: not known' })
  agesFrom!: number | null;

  @ApiProperty({ ...AGE, description: 'Oldest age it serves; null: not known' })
  agesTo!: number | null;

  @ApiProperty({
    type: [String],
    nullable: true,
    example: ['E10000034'],
    description: 'Local authorities by GSS code; null: the whole of West Mercia',
  })
  areas!: readonly string[] | null;

  @ApiProperty({ ...NULLABLE, example: null })
  phone!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  phoneOutOfHours!: string | null;

  @ApiProperty({ type: [String], example: ['awaiting-nrm-decision'], description: 'For whom in particular' })
  eligibility!: readonly string[];

  @ApiProperty({ ...NULLABLE, example: null })
  notes!: string | null;

  @ApiProperty({ example: false, description: 'People apply there themselves: it can only be signposted' })
  isSelfReferralOnly!: boolean;

  @ApiProperty({ example: true, description: 'Whether it takes referrals on that day' })
  isAccepting!: boolean;

  @ApiProperty({ ...NULLABLE, example: null })
  notAcceptingReason!: string | null;

  @ApiProperty({ example: false, description: 'One of the 24 of the 2019 report to the Panel' })
  isInReport2019!: boolean;

  @ApiProperty({
    ...NULLABLE,
    format: 'date',
    example: null,
    description: 'First day on which it is offered',
  })
  validFrom!: string | null;

  @ApiProperty({ ...NULLABLE, format: 'date', example: null, description: 'Last day on which it is offered' })
  validTo!: string | null;

  @ApiProperty({ example: 'safeguardingworcestershire.org.uk, modern slavery page' })
  source!: string;

  @ApiProperty({ enum: ['certain', 'likely', 'unknown', 'ours', 'unverified'], example: 'certain' })
  factStatus!: string;
}

export class AgencyList {
  @ApiProperty({ format: 'date', example: '2019-06-03', description: 'The day asked about' })
  on!: string;

  @ApiProperty({ type: [AgencyResponse] })
  items!: AgencyResponse[];
}

export function toAgencyList(on: Day, agencies: readonly Agency[]): AgencyList {
  return { on, items: agencies.map(toAgencyResponse) };
}

function toAgencyResponse(agency: Agency): AgencyResponse {
  const { code, label, sector, isAccepting, notAcceptingReason, source, factStatus } = agency;
  return {
    ...{ code, label, sector, isAccepting, notAcceptingReason, source, factStatus },
    cohorts: agency.cohorts ?? null,
    agesFrom: agency.agesFrom ?? null,
    agesTo: agency.agesTo ?? null,
    areas: agency.areas ?? null,
    phone: agency.phone ?? null,
    phoneOutOfHours: agency.phoneOutOfHours ?? null,
    eligibility: agency.eligibility ?? [],
    notes: agency.notes ?? null,
    isSelfReferralOnly: agency.isSelfReferralOnly ?? false,
    isInReport2019: agency.inReport2019 ?? false,
    validFrom: agency.validFrom ?? null,
    validTo: agency.validTo ?? null,
  };
}
