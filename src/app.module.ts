import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from './platform/access/access.module.js';
import { AuditModule } from './platform/audit/audit.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { QueuesModule } from './platform/queues/queues.module.js';
import type { Runtime } from './platform/runtime.js';
import { ReferenceDataModule } from './reference-data/reference-data.module.js';
import { VictimsModule } from './victims/victims.module.js';
import { AgencyReferralsModule } from './agency-referrals/agency-referrals.module.js';
import { AssessmentsModule } from './assessments/assessments.module.js';
import { EntitlementsModule } from './entitlements/entitlements.module.js';
import { CasesModule } from './cases/cases.module.js';
import { ContactModule } from './contact/contact.module.js';
import { IntakeModule } from './intake/intake.module.js';
import { OutcomesModule } from './outcomes/outcomes.module.js';
import { CaseworkModule } from './casework/casework.module.js';
import { SupportPlansModule } from './support-plans/support-plans.module.js';
import { ReportingModule } from './reporting/reporting.module.js';

/** The map: every room once, from the ground floor up. */
@Module({})
export class AppModule {
  static on(runtime: Runtime): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.on(runtime),
        AccessModule.on(runtime),
        QueuesModule.on(queuesOf(runtime)),
        AuditModule.on({ keys: runtime.keys.audit, anchorFile: runtime.settings.auditAnchorFile }),
        ReferenceDataModule,
        VictimsModule,
        CasesModule,
        IntakeModule,
        ContactModule,
        AssessmentsModule,
        OutcomesModule,
        SupportPlansModule,
        AgencyReferralsModule,
        EntitlementsModule,
        CaseworkModule,
        ReportingModule,
      ],
    };
  }
}

function queuesOf({ settings, applicationUrl }: Runtime) {
  const { role, shutdownSeconds, redisUrl, redisDurability, queuePrefix: prefix } = settings;
  return { role, shutdownSeconds, databaseUrl: applicationUrl, redisUrl, redisDurability, prefix };
}
