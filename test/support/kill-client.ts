import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '../../src/platform/ids.js';
import type { Role } from '../../src/platform/access/permissions.js';

/** A request was refused for what it is: sending it again would not help. */
class Refused extends Error {}

interface Answer {
  status: number;
  body: { id?: string | null; importId?: string | null; code?: string };
}

const PAUSE_MS = 40;
const PATIENCE_MS = 15_000;

/**
 * Sends to a service that may die at any moment, as a careful client does: the same request with the same
 * Idempotency-Key again and again, until it is answered with 2xx.
 */
export class StubbornClient {
  /** Requests that had to be sent again, and answers that were repeated from the first time. */
  readonly figures = { sentAgain: 0, answeredAgain: 0 };
  private isOver = false;

  constructor(
    private readonly url: string,
    private readonly tokens: Record<string, string>,
    private readonly onSign: (sign: 'request' | 'answer') => void = () => undefined,
  ) {}

  /** The test is over: what is still unanswered stays so. */
  giveUp(): void {
    this.isOver = true;
  }

  /** Uploads a file; answers the import's id. */
  async upload(name: string, csv: string): Promise<string> {
    const form = () => {
      const parts = new FormData();
      parts.append('file', new Blob([csv], { type: 'text/csv' }), name);
      return parts;
    };
    return (await this.untilAnswered('intake-service', '/imports', form, {})).body.id!;
  }

  /** Sends JSON; answers what the service answered. */
  post(role: Role, path: string, body: object): Promise<Answer> {
    const json = () => JSON.stringify(body);
    return this.untilAnswered(role, path, json, { 'content-type': 'application/json' });
  }

  private async untilAnswered(
    role: Role,
    path: string,
    body: () => FormData | string,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const asked = {
      ...headers,
      authorization: `Bearer ${this.tokens[role]}`,
      'idempotency-key': newId(),
    };
    for (;;) {
      const answer = await this.once(`${this.url}/api/v1${path}`, asked, body()).catch((error: unknown) => {
        if (error instanceof Refused) throw error;
        return null;
      });
      if (answer) return answer;
      if (this.isOver) throw new Refused(`${path} was not answered before the end`);
      this.figures.sentAgain += 1;
      await pause(PAUSE_MS);
    }
  }

  /** Null where the service did not get so far as to say yes or no. */
  private async once(
    url: string,
    headers: Record<string, string>,
    body: FormData | string,
  ): Promise<Answer | null> {
    this.onSign('request');
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    const answer = (await response.json()) as Answer['body'];
    if (response.ok) {
      this.onSign('answer');
      if (response.headers.get('idempotency-replayed') === 'true') this.figures.answeredAgain += 1;
      return { status: response.status, body: answer };
    }
    const mayPass = response.status >= 500 || answer.code === 'request-in-progress';
    if (mayPass) return null;
    throw new Refused(`${url} answered ${response.status} ${JSON.stringify(answer)}`);
  }
}
