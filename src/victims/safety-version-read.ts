import { IsWholeNumber } from '../platform/validation/decorators.js';

/** What a word on somebody's safety rests on. */
export class SafetyVersionRead {
  @IsWholeNumber({
    min: 1,
    max: 2_147_483_647,
    description: 'The person’s `safetyVersion` as you read it: where more is known since, read again',
    example: 1,
  })
  safetyVersion!: number;
}
