import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Channel, ChannelOutcome, OutgoingMessage } from './channel.js';
import { outcomeOf, type SmtpFailure } from './smtp-failure.js';
import { readSmtpSettings, type SmtpSettings } from './smtp-settings.js';

/** Milliseconds. All together stay well below the time after which a claim counts as lost. */
const DEFAULT_LIMITS = { connect: 10_000, silence: 30_000, whole: 90_000 };

/** Hands email to a mail relay, one connection a message, and knows to the last moment whether it can have it. */
export class SmtpChannel implements Channel {
  readonly name = 'smtp';

  constructor(
    private readonly settings: SmtpSettings,
    private readonly limits = DEFAULT_LIMITS,
  ) {}

  /** @throws SettingsRefused */
  static fromUrl(url: string, from: string, limits = DEFAULT_LIMITS): SmtpChannel {
    return new SmtpChannel(readSmtpSettings(url, from), limits);
  }

  async send(email: OutgoingMessage): Promise<ChannelOutcome> {
    const message = await this.composed(email);
    return new Promise((resolve) => {
      new HandingOver(this.connection(), this.settings, this.limits.whole, resolve).begin(
        email.recipient,
        message,
      );
    });
  }

  private connection(): SMTPConnection {
    const { host, port, isTlsFromStart, isThisMachine } = this.settings;
    return new SMTPConnection({
      host,
      port,
      secure: isTlsFromStart,
      requireTLS: !isTlsFromStart && !isThisMachine,
      tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true },
      connectionTimeout: this.limits.connect,
      greetingTimeout: this.limits.connect,
      dnsTimeout: this.limits.connect,
      socketTimeout: this.limits.silence,
      logger: false,
    });
  }

  /** Plain text only. Addresses are given as parts, never as a list to be read, so that none can become two. */
  private async composed({ recipient, reference, subject, body }: OutgoingMessage): Promise<Buffer> {
    const { from, sender } = this.settings;
    const composer = new MailComposer({
      from,
      to: { name: '', address: recipient },
      subject: subject.replace(/[\r\n]+/g, ' '),
      text: body,
      messageId: `<${reference}@${sender.slice(sender.indexOf('@') + 1)}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return composer.compile().build();
  }
}

/** One message on one connection. Whatever happens first decides, and the connection is closed. */
class HandingOver {
  private hasTextBegun = false;
  private isOver = false;
  private readonly deadline: NodeJS.Timeout;

  constructor(
    private readonly connection: SMTPConnection,
    private readonly settings: SmtpSettings,
    limit: number,
    private readonly resolve: (outcome: ChannelOutcome) => void,
  ) {
    this.deadline = setTimeout(() => this.fail({ code: 'too-long', command: 'CONN' }), limit);
    connection.on('error', (error: SmtpFailure) => this.fail(error));
    connection.on('end', () => this.fail({ code: 'closed', command: 'CONN' }));
  }

  begin(recipient: string, message: Buffer): void {
    this.connection.connect((error) => {
      if (error) return this.fail(error);
      if (!this.settings.credentials) return this.send(recipient, message);
      this.connection.login({ credentials: this.settings.credentials }, (refusal) =>
        refusal ? this.fail(refusal) : this.send(recipient, message),
      );
    });
  }

  private send(recipient: string, message: Buffer): void {
    const envelope = { from: this.settings.sender, to: [recipient], size: message.length };
    this.connection.send(envelope, this.watched(message), (error) =>
      error ? this.fail(error) : this.end({ result: 'accepted' }),
    );
  }

  /** The text as a stream: it is first read when the server has asked for it. */
  private watched(message: Buffer): Readable {
    let rest: Buffer | null = message;
    const begin = () => (this.hasTextBegun = true);
    return new Readable({
      highWaterMark: 0,
      read() {
        begin();
        this.push(rest);
        if (rest !== null) this.push(null);
        rest = null;
      },
    });
  }

  private fail(failure: SmtpFailure): void {
    this.end(outcomeOf(failure, this.hasTextBegun));
  }

  private end(outcome: ChannelOutcome): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.deadline);
    if (outcome.result === 'accepted') this.connection.quit();
    else this.connection.close();
    this.resolve(outcome);
  }
}
