import { IsDay, IsText } from '../platform/validation/decorators.js';

export class ArrangeCoverRequest {
  @IsText({ max: 200, description: 'Who sees to their cases and tasks', example: 'dev-coordinator-2' })
  coveredBy!: string;

  @IsDay({ description: 'First day', example: '2090-01-02' })
  fromOn!: string;

  @IsDay({ description: 'Last day', example: '2090-01-13' })
  toOn!: string;
}
