import {
  IsCode,
  IsId,
  IsText,
  IsWholeNumber,
  MayBeOmitted,
  MayBeUnknown,
} from '../../platform/validation/decorators.js';
import { RECEIPT_STATUSES, type ReceiptStatus } from './receipt-status.js';

const MOST_VERSIONS = 1_000_000;

/** What GOV.UK Notify sends when a message arrived or failed, in its own names. Only reference and status are read. */
export class NotifyCallbackRequest {
  @IsId({ description: 'Notify’s id of the message' })
  id!: string;

  @MayBeUnknown()
  @IsText({
    max: 100,
    description: 'Ours, as Notify was given it',
    example: '0193a5b0-0000-7000-8000-000000000001.1',
  })
  reference?: string | null;

  @MayBeUnknown()
  @IsText({ max: 254, description: 'Not read, nor kept' })
  to?: string | null;

  @IsCode(RECEIPT_STATUSES, { example: 'delivered' })
  status!: ReceiptStatus;

  @MayBeUnknown()
  @IsText({ max: 40 })
  created_at?: string | null;

  @MayBeUnknown()
  @IsText({ max: 40 })
  completed_at?: string | null;

  @MayBeUnknown()
  @IsText({ max: 40 })
  sent_at?: string | null;

  @IsCode(['sms'], { example: 'sms' })
  notification_type!: 'sms';

  @MayBeUnknown()
  @IsId()
  template_id?: string | null;

  @MayBeOmitted()
  @IsWholeNumber({ min: 1, max: MOST_VERSIONS })
  template_version?: number;
}
