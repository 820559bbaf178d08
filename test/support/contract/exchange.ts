import { Agent, request as open } from 'node:http';

export interface Sent {
  method: string;
  /** Path with its query, as it goes over the wire. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** A body of this many bytes is announced and never finished: whoever refuses it need not read it. */
  announced?: number;
}

export interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The parsed answer; null where it is no JSON. */
  body: { code?: string; requestId?: string; fields?: { field: string; code: string }[] } | null;
}

/** Sends requests as they are written, however wrong, over a few connections that stay open. */
export class Exchange {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 });

  constructor(private readonly url: string) {}

  send({ method, path, headers = {}, body, announced }: Sent): Promise<Got> {
    return new Promise((done, failed) => {
      const bytes = announced ?? (body === undefined ? undefined : Buffer.byteLength(body));
      const length = bytes === undefined ? {} : { 'content-length': String(bytes) };
      const options = { method, agent: this.agent, headers: { ...length, ...headers } };
      const sending = open(this.url + path, options, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', failed);
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          if (announced !== undefined) sending.destroy();
          done({ status: answer.statusCode ?? 0, headers: answer.headers, text, body: parsed(text) });
        });
      });
      sending.on('error', failed);
      if (announced === undefined) sending.end(body);
      else sending.write(body ?? '');
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

function parsed(text: string): Got['body'] {
  try {
    return JSON.parse(text) as Got['body'];
  } catch {
    return null;
  }
}
