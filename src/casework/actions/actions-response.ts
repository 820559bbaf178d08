import { ApiProperty } from '@nestjs/swagger';

const NULLABLE = { type: String, nullable: true } as const;

class CaseActionResponse {
  @ApiProperty({ example: 'open-support-plan' })
  action!: string;

  @ApiProperty({
    example: 'openSupportPlan',
    description: 'The route that does it, as this description names it',
  })
  operation!: string;

  @ApiProperty({ example: false })
  isAvailable!: boolean;

  @ApiProperty({
    ...NULLABLE,
    example: 'specialist-assessment-missing',
    description: 'The code with which the route would refuse it; null where available',
  })
  reasonCode!: string | null;

  @ApiProperty({
    ...NULLABLE,
    example: 'A support plan answers a specialist assessment of the same case: make that first.',
  })
  reason!: string | null;
}

export class CaseActionsResponse {
  @ApiProperty({ format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000081' })
  caseId!: string;

  @ApiProperty({ type: [CaseActionResponse], description: 'In the order of a case’s life' })
  items!: CaseActionResponse[];

  @ApiProperty({ type: 'integer', example: 3, description: 'Version of the case; also the ETag' })
  version!: number;
}
