/** What GOV.UK Notify says of an SMS. */
export const RECEIPT_STATUSES = [
  'created',
  'sending',
  'pending',
  'sent',
  'delivered',
  'permanent-failure',
  'temporary-failure',
  'technical-failure',
] as const;
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number];

/** What each makes of our message; a failure for good closes the number to machines. */
export const RECEIPT_MEANS: Record<ReceiptStatus, 'sent' | 'delivered' | 'failed'> = {
  created: 'sent',
  sending: 'sent',
  pending: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  'permanent-failure': 'failed',
  'temporary-failure': 'failed',
  'technical-failure': 'failed',
};

export function isReceiptStatus(status: unknown): status is ReceiptStatus {
  return RECEIPT_STATUSES.some((known) => known === status);
}
