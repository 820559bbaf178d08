import { ApiProperty } from '@nestjs/swagger';

const NULLABLE = { type: String, nullable: true } as const;

/** Something that can be done in a case, or why not. */
export class CaseActionResponse {
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
