import {
  type ChannelOutcome,
  EmailChannel,
  type OutgoingEmail,
} from '../../src/contact/channels/email-channel.js';

/** A provider that keeps what it was handed, and answers what a test wants. */
export class RecordingChannel extends EmailChannel {
  readonly name = 'smtp';
  readonly calls: OutgoingEmail[] = [];

  constructor(
    private readonly answer: (email: OutgoingEmail) => ChannelOutcome | Promise<ChannelOutcome> = () => ({
      result: 'accepted',
    }),
  ) {
    super();
  }

  async send(email: OutgoingEmail): Promise<ChannelOutcome> {
    this.calls.push(email);
    return this.answer(email);
  }

  callsFor(messageId: string): OutgoingEmail[] {
    return this.calls.filter((call) => call.messageId === messageId);
  }
}
