import { Injectable } from '@nestjs/common';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Conflict, Invalid } from '../platform/problems/problem.js';
import { AgeOfPerson } from './age-of-person.js';
import { consentsAbout } from './consent-rows.js';
import { CONSENT_REFUSALS, standingConsent } from './consent-rule.js';
import { mayProtect } from './lawful-bases.js';
import type { SendAgencyReferralRequest } from './referral-requests.js';

/** What a referral rests on: a consent to this agency and purpose, or a lawful basis in its place. */
export interface Grounds {
  consent_id: string | null;
  lawful_basis: string | null;
  protects: string | null;
}

const NONE: Grounds = { consent_id: null, lawful_basis: null, protects: null };

/** Finds what allows a referral, or refuses it. */
@Injectable()
export class ReferralGrounds {
  constructor(private readonly ages: AgeOfPerson) {}

  /** @throws Conflict `consent-missing`, `lawful-basis-not-met`; Invalid `needs-none` */
  async of(
    tx: Transaction,
    supportCase: SupportCase,
    request: SendAgencyReferralRequest,
    sentAt: Date,
  ): Promise<Grounds> {
    const { kind = 'referral', lawfulBasis } = request;
    if (kind === 'signposted') {
      if (lawfulBasis) throw Invalid.field('lawfulBasis', 'needs-none', 'Nothing goes to the agency.');
      return NONE;
    }
    const age = await this.ages.at(tx, supportCase.personId, sentAt);
    if (lawfulBasis === undefined)
      return { ...NONE, consent_id: await this.consent(tx, supportCase, request, sentAt) };
    const { limb, protects } = lawfulBasis;
    if (!mayProtect(protects, age))
      throw new Conflict('lawful-basis-not-met', 'The person is not of the age that this limb is about.');
    return { ...NONE, lawful_basis: limb, protects };
  }

  /**
   * The consent that stood when it was sent. Whoever decides, going by all that is known and their age today, must not
   * have said no since: an earlier `sentAt` passes over nobody's no.
   */
  private async consent(
    tx: Transaction,
    { id, personId }: SupportCase,
    about: SendAgencyReferralRequest,
    sentAt: Date,
  ): Promise<string> {
    const answers = await consentsAbout(tx, id, about);
    const heardByThen = answers.filter(({ askedAt }) => askedAt <= sentAt);
    const now = standingConsent(await this.ages.at(tx, personId, tx.now), answers);
    const then = standingConsent(await this.ages.at(tx, personId, sentAt), heardByThen);
    const refusal = now.refusal ?? then.refusal;
    if (refusal || !then.answer)
      throw new Conflict('consent-missing', CONSENT_REFUSALS[refusal ?? 'nobody-asked']);
    return then.answer.id;
  }
}
