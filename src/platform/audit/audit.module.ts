import { type DynamicModule, Module } from '@nestjs/common';
import type { Keyring } from '../crypto/keyring.js';
import { AuditAnchor } from './audit-anchor.js';
import { AUDIT_KEYS } from './audit-keys.js';
import { AuditSealer } from './audit-sealer.js';
import { AuditTrail } from './audit-trail.js';
import { AuditVerification } from './audit-verification.js';
import { AuditController } from './audit.controller.js';

/** The audit's readers, its sealer and its verification. Entries are written by the transactions themselves. */
@Module({})
export class AuditModule {
  static on(options: { keys: Keyring; anchorFile: string }): DynamicModule {
    return {
      module: AuditModule,
      controllers: [AuditController],
      providers: [
        { provide: AUDIT_KEYS, useValue: options.keys },
        { provide: AuditAnchor, useValue: new AuditAnchor(options.anchorFile) },
        ...[AuditSealer, AuditVerification, AuditTrail],
      ],
      exports: [AuditSealer, AuditVerification],
    };
  }
}
