import { ApiProperty } from '@nestjs/swagger';
import { CaseActionResponse } from '../../cases/action-response.js';

export class CaseActionsResponse {
  @ApiProperty({ format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000081' })
  caseId!: string;

  @ApiProperty({
    type: [CaseActionResponse],
    description: 'With the case itself first, then in the order of a case’s life',
  })
  items!: CaseActionResponse[];

  @ApiProperty({ type: 'integer', example: 3, description: 'Version of the case; also the ETag' })
  version!: number;
}
