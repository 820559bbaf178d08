import { Injectable } from '@nestjs/common';
import { OffenceRules } from '../reference-data/offence-rules.js';
import { Relationships } from '../reference-data/relationships.js';
import { type Day } from '../platform/working-days/calendar-days.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { isOfFullAgeOn } from '../victims/contact-safety/full-age.js';
import type { KnownPerson, KnownReferral, OffenceCodes } from './known-world.js';

/** What is held of a referral and its person at one moment. */
export interface Held {
  referral: KnownReferral;
  person: KnownPerson;
}

/** What an arrival brought besides. */
export interface NewFacts {
  markers: readonly string[];
  isNoteNew: boolean;
  isDeathNew: boolean;
  /** A suspect was named of whom the referral had said nothing. */
  isSuspectNew: boolean;
}

interface Brought extends NewFacts {
  /** One of the suspects has what is the person's: a number, an email, the postcode, the very id. */
  isSuspectNear: boolean;
  /** What the arrival by itself says of the suspects; blank is not a stranger. */
  relationshipCodes: readonly string[];
}

/** A no to support: nobody need be asked anew for it whose case is closed. */
export const SUPPORT_REFUSED = 'victimSupport';

const HARMLESS = ['stranger', 'no-current-suspect'];

/** A copy that later changes of the same objects leave alone. */
export function heldNow(referral: KnownReferral, person: KnownPerson): Held {
  return { referral: { ...referral }, person: { ...person } };
}

/** Tells what an arrival says of danger, or against contact, that was not held before. */
@Injectable()
export class DangerNews {
  constructor(
    private readonly offences: OffenceRules,
    private readonly relationships: Relationships,
  ) {}

  /** Names of what is new, such as `domesticAbuse`, `safeContactNote` or `dateOfBirth`; none where nothing is. */
  between(before: Held, after: Held, brought: Brought, now: Date): string[] {
    const { markers, isNoteNew, isDeathNew } = brought;
    const today = londonDayOf(now);
    const known = this.signs(before, today);
    const signs = [...this.signs(after, today)].filter((sign) => !known.has(sign));
    const names = signs.map((sign) => sign.split(':')[0]!);
    if (isNoteNew) names.push('safeContactNote');
    if (isDeathNew) names.push('deceased');
    if (brought.isSuspectNew && this.mayBeClose(brought)) names.push('suspect');
    return [...new Set([...markers, ...names])].sort();
  }

  private signs({ referral, person }: Held, today: Day): Set<string> {
    const isYoung = person.kind === 'individual' && !isOfFullAgeOn(person.dateOfBirth, today);
    return new Set([
      ...(isYoung ? ['dateOfBirth'] : []),
      ...(referral.victimSupport === false ? [SUPPORT_REFUSED] : []),
      ...(referral.victimAware === false ? ['victimAwareReported'] : []),
      ...(referral.custodyAddress ? ['custodyAddress'] : []),
      ...referral.unknownCodes.map((field) => `unknownCodes:${field}`),
      ...this.relationshipsOf(referral.relationshipCodes),
      ...referral.offencesSeen.flatMap((codes) => this.suppressorsOf(codes, today)),
    ]);
  }

  /** Of a new suspect only the stranger who has nothing of the person's is no news. */
  private mayBeClose({ isSuspectNear, relationshipCodes }: Brought): boolean {
    const groups = relationshipCodes.map((code) => this.relationships.groupOf(code));
    return isSuspectNear || groups.length === 0 || groups.some((group) => group !== 'stranger');
  }

  private relationshipsOf(codes: readonly string[]): string[] {
    return codes
      .map((code) => this.relationships.groupOf(code))
      .filter((group) => group === null || !HARMLESS.includes(group))
      .map((group) => `relationshipToSuspect:${group}`);
  }

  private suppressorsOf({ offenceCode, homeOfficeClass, nfibCode }: OffenceCodes, today: Day): string[] {
    const codes = { crimeOffenceCode: offenceCode, homeOfficeClassification: homeOfficeClass, nfibCode };
    const rule = this.offences.ruleFor(codes, today);
    const meant = rule ? [...rule.suppressors, ...rule.cohorts] : ['SUP_UNMAPPED'];
    return meant.map((code) => `offence:${code}`);
  }
}
