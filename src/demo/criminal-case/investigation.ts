import { AFTER_ARREST, AFTER_BAIL, DECISIONS, groupOf, INVESTIGATION } from './assumptions.js';
import type { Agency, CaseEvent } from './case-event.js';
import type { CaseLog } from './case-log.js';
import { atCourt } from './court.js';
import type { Telling } from './telling.js';

type End = (typeof AFTER_ARREST | typeof AFTER_BAIL)[number][0];

/** The police look into a crime, or do not; some cases come to court. */
export class Investigation {
  private readonly suspectKey: string;

  constructor(
    private readonly log: CaseLog,
    private readonly tellings: readonly Telling[],
  ) {
    this.suspectKey = `INVENTED-S-${log.crime.reference.replaceAll('/', '-')}`;
  }

  run(): void {
    const { random, crime } = this.log;
    const group = groupOf(crime.nature);
    const draw = random.next();
    if (draw < INVESTIGATION.notInvestigated[group]) {
      const day = crime.reportedOn + random.between(1, 6);
      this.tell(this.log.happened('no-investigation.decided', 'police', day), 'police', day);
    } else if (draw < INVESTIGATION.notInvestigated[group] + INVESTIGATION.arrest[group]) this.arrest();
  }

  private arrest(): void {
    const { random, crime } = this.log;
    const day =
      crime.reportedOn +
      random.weighted([
        [1, 40],
        [2, 20],
        [random.between(3, 10), 25],
        [random.between(11, 45), 15],
      ]);
    this.event('suspect.arrested', day);
    if (random.chance(0.85)) this.event('suspect.interviewed', day + random.between(0, 1));
    const next = random.weighted<End>(AFTER_ARREST);
    if (next === 'bailed') this.event('bail.released', day + 1);
    const later = day + 1 + random.between(6, 26);
    if (next !== 'bailed') this.end(next, day + 1);
    else this.end(random.weighted<End>(AFTER_BAIL), later);
  }

  private end(how: End, day: number): void {
    if (how === 'charged') return this.decide(day);
    if (how === 'released') this.event('suspect.released-no-charge', day);
    else this.event('bail.conditions-changed', day);
  }

  private decide(day: number): void {
    const { random } = this.log;
    const outcome = random.weighted<string>(DECISIONS);
    const source = random.chance(0.3) ? 'cps' : 'police';
    const decided = this.log.happened('prosecution.decided', source, day, {
      suspectKey: this.suspectKey,
      outcome,
    });
    this.tell(decided, source, day);
    if (outcome === 'not-prosecuted') this.explainReview(decided, source, day);
    if (outcome === 'charged') atCourt(this.log, this.tellings, this.suspectKey, day);
  }

  private explainReview(decided: CaseEvent, by: Agency, day: number): void {
    const { random } = this.log;
    for (const { victim } of this.tellings)
      if (random.chance(0.65))
        this.log.told('review.explained', by, day + random.between(0, 6), decided, { victim });
  }

  private event(kind: string, day: number): void {
    const event = this.log.happened(kind, 'police', day, { suspectKey: this.suspectKey });
    this.tell(event, 'police', day);
  }

  private tell(event: CaseEvent, by: Agency, day: number): void {
    this.tellings.forEach((telling) => telling.of(event, by, day));
  }
}
