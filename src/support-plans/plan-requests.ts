import { IsCode, IsDay, IsId, IsInstant, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import { RISK_LEVELS, type RiskLevel } from './plan-codes.js';

export class OpenPlanRequest {
  @MayBeOmitted()
  @IsText({
    max: 200,
    description:
      'Subject of the colleague who answers for the plan; whoever has the case, or you, unless given',
    example: 'dev-coordinator-1',
  })
  owner?: string;

  @MayBeOmitted()
  @IsInstant({
    description: 'When the first check-in is due; always needed (`check-in-missing`), not in the past',
    example: '2031-04-03T10:00:00Z',
  })
  nextCheckInAt?: string;

  @MayBeOmitted()
  @IsDay({
    description: 'When the plan is looked at again; always needed (`review-date-missing`), not in the past',
    example: '2031-04-30',
  })
  reviewDueOn?: string;

  @MayBeOmitted()
  @IsId({ description: 'The specialist assessment that it answers; the newest of the case unless given' })
  assessmentId?: string;

  @MayBeOmitted()
  @IsCode(RISK_LEVELS, { description: '`not-assessed` unless given', example: 'standard' })
  riskLevel?: RiskLevel;
}

export class ChangePlanRequest {
  @MayBeOmitted()
  @IsText({
    max: 200,
    description: 'Subject of the colleague who answers for it from now on',
    example: 'dev-coordinator-1',
  })
  owner?: string;

  @MayBeOmitted()
  @IsInstant({
    description: 'When the next check-in is due; not in the past',
    example: '2031-04-04T10:00:00Z',
  })
  nextCheckInAt?: string;

  @MayBeOmitted()
  @IsDay({ description: 'When the plan is looked at again; not in the past', example: '2031-05-02' })
  reviewDueOn?: string;
}
