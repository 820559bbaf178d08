import { type Channel, MESSAGE_KINDS, type MessageKind } from './channel.js';

/** Nothing of this kind can leave: the service was set up without it. */
export const NO_CHANNEL: Channel = {
  name: 'none',
  send: async () => ({ result: 'not-sent', code: 'no-channel' }),
};

/** The way that each kind of message leaves by here. */
export class MessageChannels {
  constructor(private readonly byKind: Readonly<Record<MessageKind, Channel>>) {}

  of(kind: MessageKind): Channel {
    return this.byKind[kind];
  }

  /** Whether messages of a kind can leave at all, or be captured. */
  has(kind: MessageKind): boolean {
    return this.byKind[kind].name !== 'none';
  }

  /** Whether anything is kept to be read instead of leaving. */
  get isAnyCaptured(): boolean {
    return MESSAGE_KINDS.some((kind) => this.byKind[kind].name === 'capture');
  }
}
