import { SignJWT } from 'jose';
import { isIP } from 'node:net';
import { SettingsRefused } from '../../platform/settings.js';

/** Longer than Notify takes, shorter than the time after which a claim counts as lost. */
const LIMIT_MS = 30_000;
const API_KEY =
  /^.+-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** An answer of Notify, or how far the question got without one. */
export type NotifyAnswer =
  | { kind: 'answered'; status: number; body: unknown }
  /** It certainly did not arrive. */
  | { kind: 'unreached'; code: string }
  | { kind: 'unanswered'; code: string };

const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

/** Speaks GOV.UK Notify's HTTP API: a token signed for each request, answers as they came. */
export class NotifyClient {
  private constructor(
    private readonly url: URL,
    private readonly serviceId: string,
    private readonly secret: Uint8Array,
  ) {}

  /** @throws SettingsRefused where the address or the key cannot be used; the values are not repeated */
  static of(url: string, apiKey: string): NotifyClient {
    const [, serviceId, secret] = API_KEY.exec(apiKey) ?? [];
    if (!serviceId || !secret) throw new SettingsRefused('NOTIFY_API_KEY is not a key of GOV.UK Notify');
    const parsed = URL.canParse(url) ? new URL(url) : null;
    if (!parsed || !(parsed.protocol === 'https:' || isThisMachine(parsed)))
      throw new SettingsRefused('NOTIFY_URL must begin with https://');
    return new NotifyClient(parsed, serviceId, new TextEncoder().encode(secret));
  }

  /** @param now of the machine: Notify refuses tokens whose time is more than 30 seconds off */
  async ask(method: 'GET' | 'POST', path: string, now: Date, body?: object): Promise<NotifyAnswer> {
    const headers = {
      authorization: `Bearer ${await this.token(now)}`,
      ...(body && { 'content-type': 'application/json' }),
    };
    const request = { method, headers, signal: AbortSignal.timeout(LIMIT_MS), redirect: 'error' as const };
    try {
      const response = await fetch(new URL(path, this.url), {
        ...request,
        ...(body && { body: JSON.stringify(body) }),
      });
      return { kind: 'answered', status: response.status, body: await jsonOf(response) };
    } catch (error) {
      const code = codeOf(error);
      const kind = NEVER_CONNECTED.includes(code) ? 'unreached' : 'unanswered';
      return { kind, code: `notify-${code.toLowerCase()}` };
    }
  }

  private token(now: Date): Promise<string> {
    return new SignJWT({})
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(this.serviceId)
      .setIssuedAt(Math.floor(now.getTime() / 1000))
      .sign(this.secret);
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  return cause?.code ?? (name === 'TimeoutError' ? 'timeout' : 'failed');
}

function isThisMachine({ protocol, hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const isLoopback = host === 'localhost' || (isIP(host) > 0 && /^(127\.|::1$)/.test(host));
  return protocol === 'http:' && isLoopback;
}
