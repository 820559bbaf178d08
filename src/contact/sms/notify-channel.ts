import type { Channel, ChannelOutcome, OutgoingMessage } from '../channels/channel.js';
import type { NotifyAnswer, NotifyClient } from './notify-client.js';
import { isReceiptStatus, type ReceiptStatus } from './receipt-status.js';

/** What Notify says of a message that we name: its status, that it knows none, or nothing that helps. */
export type NotifyWord =
  { kind: 'known'; status: ReceiptStatus } | { kind: 'not-known' } | { kind: 'no-word' };

/** Hands SMS to GOV.UK Notify under our reference, by which it can be asked later what became of them. */
export class NotifyChannel implements Channel {
  readonly name = 'notify';

  constructor(
    private readonly client: Pick<NotifyClient, 'ask'>,
    private readonly templateId: string,
    private readonly now: () => Date,
  ) {}

  async send({ recipient, body, reference }: OutgoingMessage): Promise<ChannelOutcome> {
    const answer = await this.client.ask('POST', '/v2/notifications/sms', this.now(), {
      phone_number: recipient,
      template_id: this.templateId,
      personalisation: { message: body },
      reference,
    });
    if (answer.kind === 'unreached') return { result: 'not-sent', code: answer.code };
    if (answer.kind === 'unanswered') return { result: 'unknown', code: answer.code };
    return outcomeOf(answer);
  }

  /** Notify keeps messages for seven days unless the service chose otherwise. */
  async wordOn(reference: string): Promise<NotifyWord> {
    const query = new URLSearchParams({ reference }).toString();
    const answer = await this.client.ask('GET', `/v2/notifications?${query}`, this.now());
    if (answer.kind !== 'answered' || answer.status !== 200) return { kind: 'no-word' };
    const { notifications } = (answer.body ?? {}) as { notifications?: unknown };
    if (!Array.isArray(notifications)) return { kind: 'no-word' };
    const ours = (notifications as { reference?: unknown; status?: unknown }[]).find(
      (one) => one.reference === reference,
    );
    if (!ours) return { kind: 'not-known' };
    return isReceiptStatus(ours.status) ? { kind: 'known', status: ours.status } : { kind: 'no-word' };
  }
}

/**
 * 400 is about the message, and the telephone number where it says so; 403 and 429 are for whoever runs the service to
 * mend, or pass. After any other answer Notify may have stored the message.
 */
function outcomeOf({ status, body }: Extract<NotifyAnswer, { kind: 'answered' }>): ChannelOutcome {
  if (status === 201) return { result: 'accepted' };
  const code = `notify-${status}`;
  if (status === 403 || status === 429 || status === 404) return { result: 'not-sent', code };
  if (status !== 400) return { result: 'unknown', code };
  const { errors } = (body ?? {}) as { errors?: { error?: unknown; message?: unknown }[] };
  const isAboutRecipient =
    Array.isArray(errors) &&
    errors.some(({ error, message }) => error === 'ValidationError' && /phone_number/.test(String(message)));
  return { result: 'refused', code, isAboutRecipient };
}
