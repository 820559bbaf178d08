import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from './clock.js';
import { BlindIndex } from './crypto/blind-index.js';
import { FieldEncryption } from './crypto/field-encryption.js';
import { AnsweredRequests } from './database/answered-requests.js';
import { Database } from './database/database.js';
import { HealthController } from './health/health.controller.js';
import { Metrics } from './health/metrics.js';
import { MetricsController } from './health/metrics.controller.js';
import { Readiness } from './health/readiness.js';
import { RequestSweep } from './http/request-sweep.js';
import { Leases } from './leases/leases.js';
import { Log } from './logging/log.js';
import type { Runtime } from './runtime.js';
import { Settings } from './settings.js';

const SHARED = [
  Settings,
  Clock,
  DataSource,
  FieldEncryption,
  BlindIndex,
  Log,
  AnsweredRequests,
  Database,
  Leases,
  Metrics,
  Readiness,
];

/** What every room stands on. Knows no victim. */
@Global()
@Module({})
export class PlatformModule {
  static on(runtime: Runtime): DynamicModule {
    return {
      module: PlatformModule,
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: Settings, useValue: runtime.settings },
        { provide: Clock, useValue: runtime.clock },
        { provide: DataSource, useValue: runtime.dataSource },
        { provide: FieldEncryption, useValue: new FieldEncryption(runtime.keys.field) },
        { provide: BlindIndex, useValue: new BlindIndex(runtime.keys.blindIndex) },
        { provide: Log, useValue: new Log(runtime.settings.logLevel) },
        AnsweredRequests,
        Database,
        Leases,
        Metrics,
        Readiness,
        RequestSweep,
      ],
      exports: SHARED,
    };
  }
}
