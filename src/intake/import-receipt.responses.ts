import { ApiProperty } from '@nestjs/swagger';
import { DISPOSITIONS } from './imports.requests.js';

class ReceiptCounts {
  @ApiProperty({ type: 'integer', description: 'A new case', example: 150 })
  created!: number;

  @ApiProperty({ type: 'integer', description: "Joined the person's open case", example: 12 })
  joined!: number;

  @ApiProperty({ type: 'integer', description: 'A newer version of a referral', example: 14 })
  updated!: number;

  @ApiProperty({ type: 'integer', description: 'Seen, or older than what is held', example: 8 })
  unchanged!: number;

  @ApiProperty({ type: 'integer', description: 'A person must look', example: 1 })
  quarantined!: number;

  @ApiProperty({ type: 'integer', description: 'Unusable', example: 2 })
  rejected!: number;
}

class ReasonCount {
  @ApiProperty({ enum: DISPOSITIONS, example: 'rejected' })
  disposition!: string;

  @ApiProperty({ example: 'column-count' })
  code!: string;

  @ApiProperty({ type: String, nullable: true, example: 'crimeReference' })
  field!: string | null;

  @ApiProperty({ type: 'integer', example: 2 })
  count!: number;
}

class SuppressedCount {
  @ApiProperty({ description: 'Why no machine may contact the person', example: 'MARKER_SET' })
  reason!: string;

  @ApiProperty({
    type: 'integer',
    description: 'Referrals of this import; one may have several reasons',
    example: 31,
  })
  referrals!: number;
}

class QualityResponse {
  @ApiProperty({ type: 'integer', description: 'Rows that could be read' })
  readable!: number;

  @ApiProperty({ type: 'integer' })
  individuals!: number;

  @ApiProperty({ type: 'integer' })
  organisations!: number;

  @ApiProperty({ type: 'integer', description: 'No telephone number that can be used' })
  withoutPhone!: number;

  @ApiProperty({ type: 'integer', description: 'No email address that can be used' })
  withoutEmail!: number;

  @ApiProperty({ type: 'integer', description: 'A telephone number was given and cannot be used' })
  withUnusablePhone!: number;

  @ApiProperty({ type: 'integer', description: 'An email address was given and cannot be used' })
  withUnusableEmail!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Individuals whose date of birth is blank or cannot be believed',
  })
  withoutBirthDate!: number;

  @ApiProperty({ type: 'integer', description: 'A date of birth was given and cannot be believed' })
  withBirthDateInDoubt!: number;

  @ApiProperty({ type: 'integer', description: 'A code that no list knows; it is kept as it came' })
  withUnknownCodes!: number;

  @ApiProperty({ type: 'integer', description: 'A danger marker that the feed sends was left blank' })
  withMarkersUnanswered!: number;

  @ApiProperty({ type: 'integer', description: 'At least one danger marker is set' })
  withDangerMarker!: number;

  @ApiProperty({ type: 'integer', description: 'The victim refused support' })
  supportRefused!: number;

  @ApiProperty({
    type: 'integer',
    description: "More than two working days from report to arrival (Victims' Code)",
  })
  late!: number;
}

/** What became of the rows of a file, in numbers. */
export class Receipt {
  @ApiProperty({ type: ReceiptCounts })
  counts!: ReceiptCounts;

  @ApiProperty({ description: 'Every row of the file has exactly one disposition' })
  isBalanced!: boolean;

  @ApiProperty({ description: 'Nothing in the file was new' })
  isAllUnchanged!: boolean;

  @ApiProperty({ type: 'integer', description: 'Quarantined rows that wait for a decision' })
  toDecide!: number;

  @ApiProperty({ type: [ReasonCount] })
  reasons!: ReasonCount[];

  @ApiProperty({ type: QualityResponse })
  quality!: QualityResponse;

  @ApiProperty({ type: [SuppressedCount], description: 'As far as contact has been planned' })
  suppressed!: SuppressedCount[];
}
