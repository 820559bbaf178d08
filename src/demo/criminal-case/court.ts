import { policeDateTime } from '../scenario/calendar.js';
import { COURT } from './assumptions.js';
import type { Agency, CaseEvent, EventWords } from './case-event.js';
import type { CaseLog } from './case-log.js';
import type { Telling } from './telling.js';

const VIOLENT_OR_SEXUAL = /^(modern-slavery|exploitation-child|sexual|violence)$/;

/** What happens from a charge on. */
export function atCourt(
  log: CaseLog,
  tellings: readonly Telling[],
  suspectKey: string,
  chargedOn: number,
): void {
  new CourtCase(log, tellings, suspectKey).run(chargedOn);
}

class CourtCase {
  constructor(
    private readonly log: CaseLog,
    private readonly tellings: readonly Telling[],
    private readonly suspectKey: string,
  ) {}

  run(chargedOn: number): void {
    const { random } = this.log;
    this.received('first-hearing.listed', 'police', 'police', chargedOn + 1);
    const first = chargedOn + random.between(4, 12);
    const bail = { outcome: random.weighted(BAIL) };
    this.received('court-bail.decided', 'court', 'wcu', first, bail);
    if (random.chance(COURT.warrant)) this.received('warrant.issued', 'court', 'wcu', first + 7);
    this.received('hearing.listed', 'court', 'wcu', first);
    if (random.chance(COURT.hearingChanged)) this.received('hearing.changed', 'court', 'wcu', first + 5);
    if (random.chance(COURT.prosecutionChanged)) this.prosecutionChanges(first + random.between(5, 20));
    else if (random.chance(COURT.guiltyPlea)) this.sentenced(first + random.between(3, 18));
    else this.tried(first);
  }

  private prosecutionChanges(day: number): void {
    const { random } = this.log;
    const outcome = random.pick(CHANGES);
    const changed = this.log.happened('cps.decision-changed', 'cps', day, this.suspect({ outcome }));
    for (const telling of this.tellings) {
      telling.of(changed, 'cps', day);
      const { victim } = telling;
      if (random.chance(0.5))
        this.log.told('review.explained', 'cps', day + random.between(0, 5), changed, { victim });
      if (random.chance(0.4))
        this.log.told('prosecutor-meeting.offered', 'cps', day + 2, changed, { victim });
    }
  }

  private tried(first: number): void {
    const { random } = this.log;
    this.log.happened('not-guilty.pleaded', 'court', first, this.suspect({}));
    for (const { victim } of this.tellings) {
      if (victim.isOrganisation) continue;
      const required = this.log.happened('attendance.required', 'wcu', first + 3, { victim });
      if (random.chance(0.6)) this.log.told('witness-needs.assessed', 'wcu', first + 8, required, { victim });
      if (random.chance(0.5)) this.log.happened('special-measures.requested', 'wcu', first + 9, { victim });
    }
    const trial = first + random.between(20, 60);
    const outcome = random.weighted(VERDICTS);
    this.received('trial.ended', 'court', 'wcu', trial, { outcome });
    this.expenses(trial);
    if (outcome === 'convicted') this.sentenced(trial + random.between(0, 14));
  }

  private expenses(trial: number): void {
    const { random } = this.log;
    for (const { victim } of this.tellings) {
      if (!random.chance(COURT.claimsExpenses)) continue;
      const claimed = this.log.happened('expenses.claimed', 'cps', trial + 4, { victim });
      if (random.chance(0.75))
        this.log.told('expenses.paid', 'cps', trial + 4 + random.between(4, 22), claimed, { victim });
    }
  }

  private sentenced(day: number): void {
    const { random, crime } = this.log;
    const mayJoin = VIOLENT_OR_SEXUAL.test(crime.nature) && random.chance(COURT.contactScheme);
    const outcome = mayJoin ? 'contact-scheme' : 'no-contact-scheme';
    const passed = this.received('sentence.passed', 'court', 'wcu', day, { outcome });
    if (mayJoin) this.contactScheme(passed, day);
    if (random.chance(COURT.appeal))
      this.received('appeal.lodged', 'court', 'wcu', day + random.between(3, 20));
  }

  private contactScheme(passed: CaseEvent, day: number): void {
    const { random } = this.log;
    for (const { victim } of this.tellings) {
      const how = random.weighted(SCHEME);
      if (how === 'declined') this.log.happened('contact-scheme.declined', 'wcu', day + 6, { victim });
      if (how !== 'referred') continue;
      this.log.told('contact-scheme.explained', 'wcu', day + random.between(1, 8), passed, { victim });
      this.log.told('contact-scheme.referred', 'wcu', day + random.between(3, 36), passed, { victim });
    }
  }

  /** It starts a clock when it reaches whoever has to tell the victim. */
  private received(kind: string, source: Agency, by: Agency, day: number, words: EventWords = {}): CaseEvent {
    const { random } = this.log;
    const on = day + random.between(0, 1);
    const isKnown = !random.chance(COURT.receiptUnknown);
    const received = isKnown ? policeDateTime(on, random.between(15 * 60, 17 * 60)) : '';
    const event = this.log.happened(kind, source, day, this.suspect({ ...words, received }));
    event.sentOn = Math.max(event.sentOn, on + 1);
    this.tellings.forEach((telling) => telling.of(event, by, on));
    return event;
  }

  private suspect(words: EventWords): EventWords {
    return { ...words, suspectKey: this.suspectKey };
  }
}

const BAIL = [
  ['granted', 6],
  ['conditions-changed', 2],
  ['refused', 2],
] as const;
const CHANGES = [
  'discontinued-for-another',
  'substantially-altered',
  'discontinued-all',
  'no-evidence-offered',
] as const;
const VERDICTS = [
  ['convicted', 65],
  ['acquitted', 30],
  ['other', 5],
] as const;
const SCHEME = [
  ['referred', 70],
  ['declined', 12],
  ['nothing', 18],
] as const;
