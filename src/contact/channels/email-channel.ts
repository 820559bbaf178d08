/** One email, ready to leave. */
export interface OutgoingEmail {
  messageId: string;
  attempt: number;
  personId: string;
  /** Ours, given to the provider, so that a message can be found again on both sides. */
  reference: string;
  recipient: string;
  subject: string;
  /** Plain text. */
  body: string;
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

/** A way for email to leave: to a mail relay, or on a developer's machine nowhere. */
export abstract class EmailChannel {
  /** How messages name the provider. */
  abstract readonly name: 'capture' | 'smtp';

  /** Hands the message over, at most once. */
  abstract send(email: OutgoingEmail): Promise<ChannelOutcome>;
}
