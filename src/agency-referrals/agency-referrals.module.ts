import { Module, type OnModuleInit } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { mustReachEveryState } from '../platform/state-table.js';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { AgeOfPerson } from './age-of-person.js';
import { AgenciesController } from './agencies.controller.js';
import { AgencyChecks } from './agency-checks.js';
import { AgencyDirectory } from './agency-directory.js';
import { AgencyPurposes } from './agency-purposes.js';
import { AgencyReferralsController } from './agency-referrals.controller.js';
import { ConsentSequel } from './consent-sequel.js';
import { ConsentsController } from './consents.controller.js';
import { MoveReferral } from './move-referral.js';
import { ReadConsents } from './read-consents.js';
import { ReadReferrals } from './read-referrals.js';
import { RecordConsent } from './record-consent.js';
import { ReferralGrounds } from './referral-grounds.js';
import { AGENCY_REFERRAL_TABLE } from './referral-states.js';
import { ReferralSteps } from './referral-steps.js';
import { SendReferral } from './send-referral.js';
import { WithdrawConsent } from './withdraw-consent.js';

/** Specialist agencies: the directory, consent to tell them of somebody, referrals and what comes of them. */
@Module({
  imports: [ReferenceDataModule, CasesModule],
  controllers: [AgenciesController, ConsentsController, AgencyReferralsController],
  providers: [
    AgencyDirectory,
    AgencyPurposes,
    AgeOfPerson,
    ConsentSequel,
    RecordConsent,
    WithdrawConsent,
    ReadConsents,
    ReferralGrounds,
    ReferralSteps,
    AgencyChecks,
    SendReferral,
    MoveReferral,
    ReadReferrals,
  ],
  exports: [AgencyDirectory],
})
export class AgencyReferralsModule implements OnModuleInit {
  onModuleInit(): void {
    mustReachEveryState('referral to an agency', AGENCY_REFERRAL_TABLE, 'sent');
  }
}
