import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** The state of one thing the service rests on. */
export interface ReadinessCheck {
  name: string;
  ready: boolean;
}

/** Whether this process can do its work. Rooms add their own checks. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, () => Promise<boolean>>();
  private closing = false;

  constructor(dataSource: DataSource) {
    this.add('database', async () => {
      await dataSource.query('SELECT 1');
      return true;
    });
  }

  /** Adds a check under a name; a check that throws or takes over two seconds is not ready. */
  add(name: string, check: () => Promise<boolean>): void {
    this.checks.set(name, check);
  }

  /** From now on not ready: the process is stopping. */
  close(): void {
    this.closing = true;
  }

  async look(): Promise<{ ready: boolean; checks: ReadinessCheck[] }> {
    const checks = await Promise.all(
      [...this.checks].map(async ([name, check]) => ({ name, ready: await holds(check) })),
    );
    return { ready: !this.closing && checks.every((check) => check.ready), checks };
  }
}

async function holds(check: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), 2000);
  });
  try {
    return await Promise.race([check(), patience]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
