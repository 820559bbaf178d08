import type { KnownVictim } from '../scenario/known-crime.js';
import { RESUMED, TELLING, VICTIMS_WISH, VICTIMS_WORD } from './assumptions.js';
import type { Agency, CaseEvent } from './case-event.js';
import type { CaseLog } from './case-log.js';

const CHANNELS = ['phone', 'phone', 'in-person', 'email', 'letter', 'sms', 'portal'] as const;
type Wish = (typeof VICTIMS_WISH)[number][0];

/** Kinds of which the parent or guardian of a child is told as well, and who then tells. */
const FOR_GUARDIANS = /^(suspect|bail|prosecution|cps|court-bail|warrant)\./;

/** Tells one victim of a crime what happens, or does not. */
export class Telling {
  private readonly wish: Wish;
  private silentFrom = Number.POSITIVE_INFINITY;
  private silentUntil = Number.POSITIVE_INFINITY;

  constructor(
    private readonly log: CaseLog,
    readonly victim: KnownVictim,
  ) {
    this.wish = victim.isOrganisation ? 'everything' : log.random.weighted<Wish>(VICTIMS_WISH);
    if (this.wish !== 'everything') this.wishes();
  }

  /** Of one event by one agency. */
  of(event: CaseEvent, by: Agency, day: number): void {
    const { random } = this.log;
    if (day >= this.silentFrom && day <= this.silentUntil) return;
    const isSoon = this.log.crime.isEnhanced || by === 'wcu';
    type Span = readonly [number, number] | null;
    const span = random.weighted<Span>(isSoon ? TELLING.enhanced : TELLING.standard);
    if (span === null) this.notTold(event, by, day);
    else this.tell(event, by, day + random.between(...span));
    if (this.victim.isChild && FOR_GUARDIANS.test(event.kind) && random.chance(TELLING.guardian))
      this.log.told('guardian.informed', by, day + random.between(0, 1), event, { victim: this.victim });
  }

  private tell(event: CaseEvent, by: Agency, day: number): void {
    const { random } = this.log;
    this.log.told('victim.informed', by, day, event, {
      victim: this.victim,
      channel: random.pick(CHANNELS),
      reasonsGiven: random.chance(TELLING.reasonsGiven) ? random.pick(['true', 'true', 'false']) : '',
      understood: random.chance(TELLING.understood) ? random.pick(['true', 'true', 'true', 'false']) : '',
    });
    if (random.chance(VICTIMS_WORD.ofTold)) this.says(event, day, VICTIMS_WORD.whereTold);
  }

  private notTold(event: CaseEvent, by: Agency, day: number): void {
    const { random } = this.log;
    if (random.chance(TELLING.triedInVain))
      this.log.told('victim.contact-attempted', by, day + random.between(0, 2), event, {
        victim: this.victim,
        channel: 'phone',
      });
    if (random.chance(VICTIMS_WORD.ofNotTold)) this.says(event, day, VICTIMS_WORD.whereNotTold);
  }

  private says(
    answered: CaseEvent,
    day: number,
    answers: typeof VICTIMS_WORD.whereTold | typeof VICTIMS_WORD.whereNotTold,
  ): void {
    if (!this.victim.victimOnCrimeId) return;
    const on = Math.max(day, answered.sentOn) + this.log.random.between(3, 12);
    const outcome = this.log.random.weighted<'told' | 'not-told' | 'not-sure'>(answers);
    this.log.words.push({ on, answered, victim: this.victim, outcome });
  }

  private wishes(): void {
    const { random, crime } = this.log;
    const day = crime.reportedOn + random.between(1, 4);
    const { victim } = this;
    if (this.wish === 'unsafe') this.log.happened('contact.found-unsafe', 'police', day, { victim });
    else this.log.happened('service.tailored', 'police', day, { victim, outcome: this.wish });
    if (this.wish === 'declined-some' || this.wish === 'other-timing') return;
    this.silentFrom = day;
    if (!random.chance(RESUMED)) return;
    this.silentUntil = day + random.between(10, 25);
    this.log.happened('service.resumed', 'police', this.silentUntil, { victim });
  }
}
