/** What a message leaves by. */
export const MESSAGE_KINDS = ['email', 'sms', 'letter'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Who takes a message from us. `none`: nothing of that kind can leave here. */
export type ProviderName = 'capture' | 'smtp' | 'notify' | 'print-folder' | 'none';

/** One message, ready to leave. */
export interface OutgoingMessage {
  channel: MessageKind;
  messageId: string;
  attempt: number;
  personId: string;
  /** Ours, given to the provider, so that a message can be found again on both sides. */
  reference: string;
  /** An email address, a telephone number, or a postal address line by line. */
  recipient: string;
  subject: string;
  /** Plain text. */
  body: string;
  claimedAt: Date;
}

/**
 * What a provider did with a message. `accepted` and `refused` are its own word. `not-sent`: it certainly has nothing,
 * so the message may be tried again. `unknown`: it may have it, so no machine sends it again.
 */
export type ChannelOutcome =
  | { result: 'accepted' }
  | { result: 'refused'; code: string; isAboutRecipient: boolean }
  | { result: 'not-sent'; code: string }
  | { result: 'unknown'; code: string };

/** A way for messages to leave: to a provider, or on a developer's machine nowhere. */
export interface Channel {
  /** How messages name the provider. */
  readonly name: ProviderName;
  /** Hands the message over, at most once. */
  send(message: OutgoingMessage): Promise<ChannelOutcome>;
}
