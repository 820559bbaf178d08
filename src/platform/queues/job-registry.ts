import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { JOB_HANDLER, type JobHandler, type JobIds } from './job.decorator.js';
import { type JobDefinition, type JobName, JOBS, type QueueName } from './job-list.js';
import { type JobList, QUEUE_OPTIONS, type QueueOptions } from './queue-options.js';

/** Jobs and handlers do not fit together: names every job without a handler, with several, or unknown. */
export class JobsDoNotMatch extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`the service cannot start: ${faults.join('; ')}`);
    this.name = 'JobsDoNotMatch';
  }
}

/** Which method runs which job. */
@Injectable()
export class JobRegistry implements OnModuleInit {
  private readonly jobs: JobList;
  private readonly handlers = new Map<string, JobHandler>();

  constructor(
    @Inject(QUEUE_OPTIONS) options: QueueOptions,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {
    this.jobs = options.jobs ?? JOBS;
  }

  /** @throws JobsDoNotMatch */
  onModuleInit(): void {
    const found = this.found();
    const places = (name: string) => found.filter((one) => one.name === name).map((one) => one.place);
    const faults = [
      ...this.names().flatMap((name) => faultOf(name, places(name))),
      ...found
        .filter(({ name }) => !Object.hasOwn(this.jobs, name))
        .map(({ name, place }) => `${place} runs ${name}, which is no job`),
    ];
    if (faults.length > 0) throw new JobsDoNotMatch(faults);
    found.forEach(({ name, run }) => this.handlers.set(name, run));
  }

  /** The names of all jobs. */
  names(): JobName[] {
    return Object.keys(this.jobs) as JobName[];
  }

  definitionOf(name: string): JobDefinition | undefined {
    return Object.hasOwn(this.jobs, name) ? this.jobs[name] : undefined;
  }

  queueOf(name: string): QueueName {
    return this.definitionOf(name)?.queue ?? 'work';
  }

  /** The jobs that an outbox event asks for. */
  startedBy(event: string): JobName[] {
    return this.names().filter((name) => this.definitionOf(name)?.on === event);
  }

  /** Every event that some job waits for. */
  events(): string[] {
    return [...new Set(this.names().flatMap((name) => this.definitionOf(name)?.on ?? []))];
  }

  /** Runs a job here and now. */
  async run(name: string, ids: JobIds): Promise<void> {
    const handler = this.handlers.get(name);
    if (!handler) throw new Error(`job ${name} has no handler in this version`);
    await handler(ids);
  }

  private found(): { name: string; place: string; run: JobHandler }[] {
    const instances = this.discovery.getProviders().map(({ instance }) => instance as unknown);
    return [...new Set(instances.filter(isObject))].flatMap((instance) => this.handlersOf(instance));
  }

  private handlersOf(instance: Record<string, unknown>): { name: string; place: string; run: JobHandler }[] {
    const prototype = Object.getPrototypeOf(instance) as object | null;
    if (!prototype) return [];
    return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
      const handler = (prototype as Record<string, JobHandler>)[method]!;
      const name = Reflect.getMetadata(JOB_HANDLER, handler) as string | undefined;
      if (name === undefined) return [];
      return [{ name, place: `${instance.constructor.name}.${method}`, run: handler.bind(instance) }];
    });
  }
}

function faultOf(name: string, places: string[]): string[] {
  if (places.length === 1) return [];
  return [
    places.length === 0
      ? `${name} has no handler`
      : `${name} has ${places.length} handlers: ${places.join(', ')}`,
  ];
}

function isObject(instance: unknown): instance is Record<string, unknown> {
  return typeof instance === 'object' && instance !== null;
}
