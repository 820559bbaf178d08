import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';

const SERVICE_ID = '0193a5b0-0000-4000-8000-0000000000aa';
const SECRET = '0193a5b0-0000-4000-8000-0000000000bb';

interface Sms {
  phone_number: string;
  template_id: string;
  personalisation: { message: string };
  reference: string;
}

/** What the fake does with the next request instead of what it should. */
export type Mood = 'as-it-should' | 'takes-and-hangs-up' | { status: number; body: object };

/** GOV.UK Notify's published HTTP API as far as it is used here: it checks the token, takes SMS, and can be asked. */
export class FakeNotify {
  static readonly apiKey = `invented_key-${SERVICE_ID}-${SECRET}`;
  readonly taken: Sms[] = [];
  readonly statuses = new Map<string, string>();
  mood: Mood = 'as-it-should';

  private constructor(private readonly server: Server) {}

  static async open(): Promise<FakeNotify> {
    const server = createServer();
    const fake = new FakeNotify(server);
    server.on('request', (request, response) => void fake.answer(request, response));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '' } = request;
    if (!(await isSigned(request))) return send(response, 403, errorOf(403, 'AuthError', 'Invalid token'));
    const { mood } = this;
    if (typeof mood === 'object') return send(response, mood.status, mood.body);
    if (method === 'POST' && url === '/v2/notifications/sms') {
      const sms = JSON.parse(await textOf(request)) as Sms;
      this.taken.push(sms);
      this.statuses.set(sms.reference, 'sending');
      if (mood === 'takes-and-hangs-up') return void request.socket.destroy();
      return send(response, 201, { id: SERVICE_ID, reference: sms.reference, content: {}, template: {} });
    }
    const reference = new URL(url, this.url).searchParams.get('reference');
    const status = reference === null ? undefined : this.statuses.get(reference);
    const notifications = status === undefined ? [] : [{ id: SERVICE_ID, reference, status, type: 'sms' }];
    send(response, 200, { notifications, links: { current: url } });
  }
}

export function errorOf(status_code: number, error: string, message: string): object {
  return { status_code, errors: [{ error, message }] };
}

async function isSigned({ headers }: IncomingMessage): Promise<boolean> {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
  const key = new TextEncoder().encode(SECRET);
  try {
    const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], issuer: SERVICE_ID });
    return typeof payload.iat === 'number';
  } catch {
    return false;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
