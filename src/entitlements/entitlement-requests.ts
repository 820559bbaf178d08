import { PageQuery } from '../platform/http/paging.js';
import { IsCode, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import { CLOCK_STATES, type ClockState } from './clocks/clock.js';

export class EntitlementQuery extends PageQuery {
  @IsCode(CLOCK_STATES, {
    description:
      'As known when the clock started; of somebody whom nobody assessed, by either limit. `no-evidence` and the three before it make a worklist',
    example: 'due-soon',
  })
  state!: ClockState;

  @MayBeOmitted()
  @IsText({ max: 20, description: 'Who has the duty', example: 'POLICE' })
  dutyHolder?: string;

  @MayBeOmitted()
  @IsText({ max: 20, description: 'A rule of either Code', example: '15-ARR' })
  ruleId?: string;
}
