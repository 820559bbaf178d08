import type { Channel, ChannelOutcome, OutgoingMessage } from '../../src/contact/channels/channel.js';

/** A provider that keeps what it was handed, and answers what a test wants. */
export class RecordingChannel implements Channel {
  readonly name = 'smtp';
  readonly calls: OutgoingMessage[] = [];

  constructor(
    private readonly answer: (email: OutgoingMessage) => ChannelOutcome | Promise<ChannelOutcome> = () => ({
      result: 'accepted',
    }),
  ) {}

  async send(email: OutgoingMessage): Promise<ChannelOutcome> {
    this.calls.push(email);
    return this.answer(email);
  }

  callsFor(messageId: string): OutgoingMessage[] {
    return this.calls.filter((call) => call.messageId === messageId);
  }
}
