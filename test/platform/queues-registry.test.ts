import { describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Job } from '../../src/platform/queues/job.decorator.js';
import { type JobName, JOBS } from '../../src/platform/queues/job-list.js';
import { jobIdOf } from '../../src/platform/queues/job-options.js';
import { JobRegistry } from '../../src/platform/queues/job-registry.js';

@Injectable()
class Sender {
  readonly sent: unknown[] = [];

  @Job('send-message')
  async send(ids: unknown): Promise<void> {
    this.sent.push(ids);
  }
}

@Injectable()
class AnotherSender {
  @Job('send-message')
  async send(): Promise<void> {
    return undefined;
  }
}

@Injectable()
class Stranger {
  @Job('write-poems' as JobName)
  async write(): Promise<void> {
    return undefined;
  }
}

class LateSender extends Sender {}

const ONE_JOB = { 'send-message': JOBS['send-message'] };

function registryOf(jobs: object, ...providers: object[]): JobRegistry {
  const discovery = {
    getProviders: () => providers.map((instance) => ({ instance })),
  } as unknown as DiscoveryService;
  const options = { jobs } as ConstructorParameters<typeof JobRegistry>[0];
  return new JobRegistry(options, discovery, new MetadataScanner());
}

describe('the registry of jobs', () => {
  it('runs the one handler of a job, on its own provider', async () => {
    const sender = new Sender();
    const registry = registryOf(ONE_JOB, sender, { a: 1 }, Object.create(null) as object);
    registry.onModuleInit();
    await registry.run('send-message', { messageId: 'm-1' });
    expect(sender.sent).toEqual([{ messageId: 'm-1' }]);
    expect(registry.queueOf('send-message')).toBe('messages');
    expect(registry.startedBy('message.queued')).toEqual(['send-message']);
  });

  it('finds a handler that a provider inherits', () => {
    expect(() => registryOf(ONE_JOB, new LateSender()).onModuleInit()).not.toThrow();
  });

  it('counts a provider once that several modules share', () => {
    const sender = new Sender();
    expect(() => registryOf(ONE_JOB, sender, sender).onModuleInit()).not.toThrow();
  });

  it('refuses a start with a job that nothing runs', () => {
    expect(() => registryOf(ONE_JOB).onModuleInit()).toThrow('send-message has no handler');
  });

  it('refuses a start with two handlers of one job', () => {
    expect(() => registryOf(ONE_JOB, new Sender(), new AnotherSender()).onModuleInit()).toThrow(
      'send-message has 2 handlers: Sender.send, AnotherSender.send',
    );
  });

  it('refuses a start with a handler of no known job', () => {
    expect(() => registryOf(ONE_JOB, new Sender(), new Stranger()).onModuleInit()).toThrow(
      'Stranger.write runs write-poems, which is no job',
    );
  });

  it('names every fault at once', () => {
    expect(() => registryOf(JOBS, new Stranger()).onModuleInit()).toThrow(
      /plan-contact has no handler; .*write-poems/,
    );
  });

  it('runs nothing that this version does not know', async () => {
    const registry = registryOf(ONE_JOB, new Sender());
    registry.onModuleInit();
    await expect(registry.run('constructor', {})).rejects.toThrow('no handler');
    expect(registry.definitionOf('constructor')).toBeUndefined();
  });

  it('makes ids that BullMQ accepts', () => {
    expect(jobIdOf('0190-a', 'send-message')).toBe('0190-a.send-message');
  });
});
