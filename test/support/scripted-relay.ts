import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** What the relay does at a step: a reply line, `drop` the line, or `hang` without a word. */
export type Step = string | 'drop' | 'hang';

/** The steps of one conversation; each is polite unless a test says otherwise. */
export interface Script {
  greeting?: Step;
  hello?: Step;
  mail?: Step;
  recipient?: Step;
  /** The answer to the command DATA. */
  data?: Step;
  /** After the first bytes of the text, before its end. */
  during?: Step;
  /** The answer to the whole text. */
  end?: Step;
  /** Milliseconds before the answer to the text. */
  delay?: number;
}

/** A mail relay that speaks SMTP as a test tells it to, and keeps what it was given. */
export class ScriptedRelay {
  readonly texts: string[] = [];
  readonly commands: string[] = [];
  script: Script = {};
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => this.converse(socket));
  }

  static async start(): Promise<ScriptedRelay> {
    const server = createServer();
    const relay = new ScriptedRelay(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }

  private converse(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    let received = '';
    let isText = false;
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (isText && this.script.during && received.length > 0) return this.say(socket, this.script.during);
      for (;;) {
        const end = isText ? received.indexOf('\r\n.\r\n') : received.indexOf('\r\n');
        if (end < 0) return;
        const part = received.slice(0, end);
        received = received.slice(end + (isText ? 5 : 2));
        if (isText) this.take(socket, part);
        else this.answer(socket, part);
        isText = !isText && /^DATA$/i.test(part) && (this.script.data ?? '354').startsWith('354');
      }
    });
    this.say(socket, this.script.greeting ?? '220 relay.example.org');
  }

  private answer(socket: Socket, command: string): void {
    this.commands.push(command);
    const { hello, mail, recipient, data } = this.script;
    if (/^(EHLO|HELO)/i.test(command)) return this.say(socket, hello ?? '250 relay.example.org');
    if (/^MAIL FROM/i.test(command)) return this.say(socket, mail ?? '250 2.1.0 ok');
    if (/^RCPT TO/i.test(command)) return this.say(socket, recipient ?? '250 2.1.5 ok');
    if (/^DATA/i.test(command)) return this.say(socket, data ?? '354 go on');
    this.say(socket, '221 2.0.0 bye');
  }

  private take(socket: Socket, text: string): void {
    this.texts.push(text);
    setTimeout(() => this.say(socket, this.script.end ?? '250 2.0.0 taken'), this.script.delay ?? 0);
  }

  private say(socket: Socket, step: Step): void {
    if (step === 'drop') socket.destroy();
    else if (step !== 'hang') socket.write(`${step}\r\n`);
  }
}
