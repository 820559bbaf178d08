import { IsCode, IsText, MayBeOmitted } from '../../platform/validation/decorators.js';
import { HANDOVERS, type Handover } from './closure-rules.js';

const NOTE = { max: 4000, lines: true };

export class CloseCaseRequest {
  @IsText({ max: 60, description: 'Code of the list `closure-reasons`', example: 'support-declined' })
  reason!: string;

  @MayBeOmitted()
  @IsText({
    max: 60,
    description:
      'Code of the list `no-outcome-reasons`: why a supported case has no exit outcome assessment; left out of any other',
  })
  noOutcomeReason?: string;

  @MayBeOmitted()
  @IsCode(HANDOVERS, {
    each: true,
    maxItems: HANDOVERS.length,
    description: 'What is still open and somebody else goes on with; `note` then says who',
  })
  handedOver?: Handover[];

  @MayBeOmitted()
  @IsText({
    max: 200,
    description:
      'Who goes on with what is handed over: subject of a colleague, or code of the list `teams`. Needed of a ' +
      'safeguarding referral, whose tasks they then have',
    withoutExample: true,
  })
  handedOverTo?: string;

  @MayBeOmitted()
  @IsText({ ...NOTE, description: 'Kept encrypted', example: 'Has all she needs and knows how to call us.' })
  note?: string;
}

export class ApproveClosureRequest {
  @IsText({
    ...NOTE,
    description: 'What the approval rests on; kept encrypted',
    example: 'Three calls at other times, the officer made a welfare visit.',
  })
  note!: string;
}

export class ReopenCaseRequest {
  @IsText({ max: 60, description: 'Code of the list `reopening-reasons`', example: 'asked-for-support' })
  reason!: string;

  @MayBeOmitted()
  @IsText({ ...NOTE, description: 'Kept encrypted', example: 'Called and asks for somebody to talk to.' })
  note?: string;
}
