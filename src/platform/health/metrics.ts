import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus metrics. Labels are routes, job names, states and codes: never ids of people. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly requests = new Histogram({
    name: 'val_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });
  readonly jobs = new Counter({
    name: 'val_jobs_total',
    help: 'Jobs run, by name and result',
    labelNames: ['job', 'result'] as const,
    registers: [this.registry],
  });
  readonly intakeRows = new Counter({
    name: 'val_intake_rows_total',
    help: 'Rows of received files, by disposition',
    labelNames: ['disposition'] as const,
    registers: [this.registry],
  });
  readonly messages = new Counter({
    name: 'val_messages_total',
    help: 'Messages, by the state they came to',
    labelNames: ['channel', 'state'] as const,
    registers: [this.registry],
  });
  readonly outboxWaiting = new Gauge({
    name: 'val_outbox_waiting',
    help: 'Events that were not relayed to the queue at the last look',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'val_' });
  }
}
