import { ApiProperty } from '@nestjs/swagger';
import { TASK_KINDS } from '../../cases/case-opening.js';
import { TRANSITION_STEPS } from './transition-days.js';
import { TRANSITION_STATES } from './transition-path.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000051' } as const;

export class TransitionStepResponse {
  @ApiProperty({ enum: TRANSITION_STEPS, example: 'review' })
  step!: string;

  @ApiProperty({
    example: 'Look whether the transition plan stands, and who leads from the 18th birthday on',
  })
  label!: string;

  @ApiProperty({ format: 'date', example: '2026-09-14', description: 'The London day' })
  dueOn!: string;

  @ApiProperty({ enum: TASK_KINDS, example: 'review-transition', description: 'Kind of the task' })
  taskKind!: string;

  @ApiProperty({
    enum: ['to-come', 'open', 'ended', 'not-raised'],
    example: 'to-come',
    description: 'What became of its task; `not-raised`: a later step had come when the case began',
  })
  taskState!: string;

  @ApiProperty({ ...ID, type: String, nullable: true, example: null })
  taskId!: string | null;

  @ApiProperty({ example: 'transitionReviewMonths: 6 months before full age (proposed)' })
  threshold!: string;

  @ApiProperty({ example: '2027-03-14 - 6 months = 2026-09-14' })
  arithmetic!: string;

  @ApiProperty({ example: 'proposed (CSE-10)' })
  source!: string;

  @ApiProperty({ enum: ['certain', 'likely', 'unknown', 'ours', 'unverified'], example: 'ours' })
  factStatus!: string;
}

export class TransitionResponse {
  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({
    enum: TRANSITION_STATES,
    example: 'followed',
    description:
      '`not-on-path`: nothing points to child sexual or criminal exploitation; `age-unknown`: no date is counted, and ' +
      'somebody is asked to establish the age; `adult-at-opening`: the person was of age when the case began',
  })
  state!: string;

  @ApiProperty({ type: [TransitionStepResponse], description: 'Earliest first; empty unless followed' })
  steps!: TransitionStepResponse[];

  @ApiProperty({
    type: [String],
    format: 'uuid',
    example: [],
    description:
      'Consents to agencies that somebody else gave: from the 18th birthday on none of them counts',
  })
  othersConsentIds!: string[];

  @ApiProperty({
    type: [String],
    format: 'uuid',
    example: [],
    description:
      'Numbers and addresses of somebody else, given while the person was a child: from the 18th birthday on none is ' +
      'the way to the person, unless it is confirmed then',
  })
  othersContactPointIds!: string[];
}
