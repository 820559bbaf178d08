import { Agent, get } from 'node:http';

/** What one spell of asking found. */
export interface Spell {
  pages: number;
  seconds: number;
  /** Milliseconds that each page took, in no order. */
  latencies: number[];
}

/** Asks for pages over so many kept connections at once, one after the other on each, for so long. */
export async function askFor(
  origin: string,
  paths: readonly string[],
  options: { connections: number; seconds: number; headers?: Record<string, string> },
): Promise<Spell> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const latencies: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + options.seconds * 1000;
  let turn = 0;
  const asker = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const askedAt = performance.now();
      await page(agent, origin + paths[turn++ % paths.length]!, options.headers);
      latencies.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: options.connections }, asker));
  agent.destroy();
  return { pages: latencies.length, seconds: (performance.now() - startedAt) / 1000, latencies };
}

/** Several spells as one. */
export function together(spells: readonly Spell[]): Spell {
  return {
    pages: spells.reduce((sum, { pages }) => sum + pages, 0),
    seconds: spells.reduce((sum, { seconds }) => sum + seconds, 0),
    latencies: spells.flatMap(({ latencies }) => latencies),
  };
}

/** Milliseconds within which this share of the pages came. */
export function within(share: number, { latencies }: Spell): number {
  const inOrder = latencies.toSorted((one, other) => one - other);
  return inOrder[Math.min(inOrder.length - 1, Math.floor(share * inOrder.length))] ?? NaN;
}

function page(agent: Agent, url: string, headers?: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (answer) => {
      answer.resume().on('error', reject);
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${answer.statusCode}`)),
      );
    }).on('error', reject);
  });
}
