import { IsCode, IsInstant, IsText, MayBeOmitted } from '../platform/validation/decorators.js';

export const FEEDBACK_CHANNELS = [
  'phone',
  'live-chat',
  'email',
  'sms',
  'letter',
  'in-person',
  'survey',
] as const;
export type FeedbackChannel = (typeof FEEDBACK_CHANNELS)[number];

/** What the person said when asked whether their words may be published. */
export const PUBLISHING = ['yes', 'no', 'not-asked'] as const;
export type MayBePublished = (typeof PUBLISHING)[number];

export class RecordFeedbackRequest {
  @IsCode(FEEDBACK_CHANNELS, { example: 'phone' })
  channel!: FeedbackChannel;

  @IsText({
    max: 8000,
    lines: true,
    description: 'In the person’s own words; kept encrypted',
    example: 'It was good to be asked how I am.',
  })
  words!: string;

  @IsCode(PUBLISHING, { description: 'Only `yes` is consent', example: 'yes' })
  mayBePublished!: MayBePublished;

  @MayBeOmitted()
  @IsInstant({ description: 'When it was given; now unless given', withoutExample: true })
  givenAt?: string;
}

export class CheckFeedbackRequest {
  @IsText({
    max: 8000,
    lines: true,
    description: 'The words as they may be quoted, without anything that tells who said them; kept encrypted',
    example: 'It was good to be asked.',
  })
  quote!: string;
}
