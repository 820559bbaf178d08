import { Module } from '@nestjs/common';
import { ReferenceDataModule } from '../../reference-data/reference-data.module.js';
import { SafetyDecisions } from './decide.js';
import { SafetyFactsLoader } from './load-facts.js';
import { ReferralFactReader } from './referral-facts.js';

/** Facts and decisions of safe contact, for every room that asks whether a machine may write. */
@Module({
  imports: [ReferenceDataModule],
  providers: [ReferralFactReader, SafetyFactsLoader, SafetyDecisions],
  exports: [SafetyFactsLoader, SafetyDecisions],
})
export class ContactSafetyModule {}
