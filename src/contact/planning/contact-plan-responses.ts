import { ApiProperty } from '@nestjs/swagger';
import { PATHWAYS } from '../../victims/vocabulary.js';
import { AT, AT_OR_NULL, ID, MessageSummaryResponse } from '../messages/message-responses.js';

export class ReasonSubjectResponse {
  @ApiProperty({ enum: ['person', 'referral', 'incident', 'contact-point'] })
  kind!: string;

  @ApiProperty(ID)
  id!: string;
}

/** One reason against contact by a machine, as a coordinator reads it. */
export class ContactReasonResponse {
  @ApiProperty({ example: 'MARKER_SET' })
  code!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'vulnerable',
    description: 'Which marker, field or relationship',
  })
  detail!: string | null;

  @ApiProperty({ enum: ['do-not-contact', 'human-only', 'recheck', 'contact-point', 'explains'] })
  effect!: string;

  @ApiProperty({ example: 'A danger marker is set.' })
  sentence!: string;

  @ApiProperty({ example: false, description: 'It may end without anybody’s decision' })
  passesByItself!: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'What a person has to see to first',
  })
  needs!: string | null;

  @ApiProperty({ type: ReasonSubjectResponse })
  about!: ReasonSubjectResponse;

  @ApiProperty({ example: false, description: 'A coordinator confirmed the contact point knowing this' })
  isOutranked!: boolean;
}

export class ContactPointVerdictResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ enum: ['email', 'mobile-phone', 'home-phone', 'work-phone', 'post'] })
  kind!: string;

  @ApiProperty({ example: false })
  isUsableByMachine!: boolean;

  @ApiProperty({ type: [ContactReasonResponse] })
  blockedBy!: ContactReasonResponse[];
}

export class ContactDecisionResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ enum: ['AUTO_OK', 'HUMAN_ONLY', 'DO_NOT_CONTACT'] })
  decision!: string;

  @ApiProperty(AT)
  decidedAt!: string;

  @ApiProperty({ example: 'service:contact' })
  decidedBy!: string;

  @ApiProperty({ type: 'integer', example: 2 })
  safetyVersion!: number;

  @ApiProperty({ example: true, description: 'Nothing that bears on safety has changed since' })
  isCurrent!: boolean;

  @ApiProperty({ type: [ContactReasonResponse], description: 'Gravest first' })
  reasons!: ContactReasonResponse[];

  @ApiProperty({ type: [ContactPointVerdictResponse] })
  contactPoints!: ContactPointVerdictResponse[];

  @ApiProperty({
    ...ID,
    type: String,
    nullable: true,
    description: 'The email address that a machine would use',
  })
  chosenContactPointId!: string | null;
}

export class HeldBecauseResponse {
  @ApiProperty({ example: 'MARKER_SET:vulnerable', description: 'As reports count it' })
  reason!: string;

  @ApiProperty({ example: 'A danger marker is set.' })
  sentence!: string;
}

export class ReferralPlanResponse {
  @ApiProperty(ID)
  referralId!: string;

  @ApiProperty({ enum: PATHWAYS })
  pathway!: string;

  @ApiProperty({ enum: ['email', 'already-contacted', 'held', 'not-planned'] })
  result!: string;

  @ApiProperty({ type: [HeldBecauseResponse], description: 'Why no machine makes contact; gravest first' })
  heldBecause!: HeldBecauseResponse[];

  @ApiProperty({ ...ID, type: String, nullable: true })
  messageId!: string | null;

  @ApiProperty(AT_OR_NULL)
  plannedAt!: string | null;
}

/** Whether a machine may make contact about a case, why not, and what was planned and sent. */
export class ContactPlanResponse {
  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty(ID)
  personId!: string;

  @ApiProperty({
    type: ContactDecisionResponse,
    nullable: true,
    description: 'Null until the checks are done',
  })
  decision!: ContactDecisionResponse | null;

  @ApiProperty({ type: [ReferralPlanResponse] })
  referrals!: ReferralPlanResponse[];

  @ApiProperty({ type: [MessageSummaryResponse] })
  messages!: MessageSummaryResponse[];
}
