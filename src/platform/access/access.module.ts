import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { Log } from '../logging/log.js';
import type { Runtime } from '../runtime.js';
import { AccessGuard } from './access.guard.js';
import { DEVELOPMENT_RULES, DevelopmentIssuer } from './development-issuer.js';
import { DevelopmentStaffEntry } from './development-staff-entry.js';
import { IssuerKeys } from './issuer-keys.js';
import { ProviderSecret } from './provider-secret.js';
import { RouteAccessCheck } from './route-access-check.js';
import { StaffController } from './staff.controller.js';
import { StaffDirectory } from './staff-directory.js';
import { TokenVerifier } from './token-verifier.js';

type Process = Pick<Runtime, 'settings' | 'clock'>;

/** Who may come in: tokens, permissions of routes, and the directory of staff. */
@Global()
@Module({})
export class AccessModule {
  static on(process: Process): DynamicModule {
    return {
      module: AccessModule,
      imports: [DiscoveryModule],
      controllers: [StaffController],
      providers: [
        { provide: DevelopmentIssuer, useFactory: () => developmentIssuer(process) },
        {
          provide: TokenVerifier,
          useFactory: (issuer: DevelopmentIssuer | null, log: Log) => verifier(process, issuer, log),
          inject: [DevelopmentIssuer, Log],
        },
        { provide: ProviderSecret, useValue: new ProviderSecret(process.settings.notifyCallbackToken) },
        { provide: APP_GUARD, useClass: AccessGuard },
        StaffDirectory,
        DevelopmentStaffEntry,
        RouteAccessCheck,
      ],
      exports: [DevelopmentIssuer, StaffDirectory, TokenVerifier],
    };
  }
}

/** Null where a real issuer signs people in. */
async function developmentIssuer({ settings, clock }: Process): Promise<DevelopmentIssuer | null> {
  return settings.oidc ? null : DevelopmentIssuer.open(settings, clock);
}

function verifier({ settings, clock }: Process, issuer: DevelopmentIssuer | null, log: Log): TokenVerifier {
  if (issuer) return new TokenVerifier(DEVELOPMENT_RULES, issuer.findKey(), clock);
  if (!settings.oidc) throw new Error('nothing signs people in');
  const keys = new IssuerKeys(settings.oidc.issuer, (code) => log.warn('sign-in.keys-unread', { code }));
  return new TokenVerifier(settings.oidc, keys.find, clock);
}
