import { IsCode, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import { IsObjectOf } from '../platform/validation/nested-decorators.js';
import { SafetyVersionRead } from './safety-version-read.js';
import { CONTACT_POINT_KINDS, type ContactPointKind } from './vocabulary.js';

export const SAFE_ANSWERS = ['yes', 'no', 'unknown'] as const;
export const BELONGS_TO = ['victim', 'other'] as const;

/** How a coordinator knows that a contact point is safe or is not. */
export const CONFIRMATION_REASONS = [
  'asked-the-person',
  'person-told-us',
  'professional-told-us',
  'came-back',
  'other',
] as const;
export type ConfirmationReason = (typeof CONFIRMATION_REASONS)[number];

export class AddressRequest {
  @MayBeOmitted()
  @IsText({ max: 200 })
  subBuildingName?: string;

  @MayBeOmitted()
  @IsText({ max: 200 })
  buildingName?: string;

  @MayBeOmitted()
  @IsText({ max: 20 })
  buildingNumber?: string;

  @MayBeOmitted()
  @IsText({ max: 200 })
  street?: string;

  @MayBeOmitted()
  @IsText({ max: 100 })
  cityOrTown?: string;

  @MayBeOmitted()
  @IsText({ max: 100 })
  county?: string;

  @IsText({ max: 20 })
  postcode!: string;
}

export class AddContactPointRequest {
  @IsCode(CONTACT_POINT_KINDS, { example: 'email' })
  kind!: ContactPointKind;

  @MayBeOmitted()
  @IsText({
    max: 120,
    description: 'The address or number; not for `post`',
    example: 'ada.invented@example.org',
  })
  value?: string;

  @MayBeOmitted()
  @IsObjectOf(() => AddressRequest, { description: 'For `post` alone: it must name one front door' })
  address?: AddressRequest;

  @IsCode(SAFE_ANSWERS, {
    description: 'What the person says of using it. `unknown` where nobody asked: that is never a yes',
    example: 'yes',
  })
  safe!: (typeof SAFE_ANSWERS)[number];

  @IsCode(BELONGS_TO, {
    description: 'Whose it is; `other` where nobody has said that it is the victim’s own',
    example: 'victim',
  })
  belongsTo!: (typeof BELONGS_TO)[number];

  @MayBeOmitted()
  @IsText({ max: 60, description: 'What the other person is to the victim' })
  belongsToRelationship?: string;
}

export class ConfirmContactPointRequest extends SafetyVersionRead {
  @IsCode(['yes', 'no'], { description: 'Whether it may be used', example: 'yes' })
  safe!: 'yes' | 'no';

  @IsCode(BELONGS_TO, { description: 'Whose it is', example: 'victim' })
  belongsTo!: (typeof BELONGS_TO)[number];

  @IsCode(CONFIRMATION_REASONS, { description: 'How you know', example: 'asked-the-person' })
  reasonCode!: ConfirmationReason;
}
