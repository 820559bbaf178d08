import { addDays, type Day } from '../../platform/working-days/calendar-days.js';
import { ageOn } from '../../victims/age-on.js';
import { needsAnswers, specialistAnswers } from './assessment-answers.js';
import { SUPPORT_DAYS } from './choices-2019.js';
import { decideRights } from './decide-rights.js';
import type { Diary } from './diary.js';
import type { Random } from '../scenario/random.js';
import type { Choice } from './people-choices.js';
import type { WorkedCase } from './worked-case.js';

const REVIEW_AFTER_DAYS = 84;
/** From this age on somebody consents alone. */
const OWN_CONSENT_FROM = 16;
const AGENCY_ANSWERS_AFTER_DAYS = 3;
/** Agencies of the 2019 report that take anybody, and what for. */
const AGENCIES = [
  ['victim-support', 'emotional-support'],
  ['relate', 'counselling'],
  ['design-out-crime', 'home-security'],
  ['smartwater', 'home-security'],
  ['samaritans', 'emotional-support'],
  ['community-health-services', 'health-care'],
  ['gp-service', 'health-care'],
  ['social-housing', 'housing'],
  ['cica', 'compensation'],
  ['witness-service', 'court-support'],
  ['restorative-justice', 'restorative-justice'],
] as const;

/** A referral to an agency that a plan asks for. */
interface Planned {
  agencyCode: string;
  purpose: string;
  /** Day on which support ends; null where it goes on. */
  endsOn: number | null;
  random: Random;
}

/** Assesses, plans, refers and ends support, for people who want it. */
export class Supporting {
  constructor(
    private readonly diary: Diary,
    private readonly firstDay: Day,
  ) {}

  /** The needs assessment, and what follows on later days. */
  async begin(worked: WorkedCase, day: number, choice: Choice): Promise<void> {
    const reviewDueOn = addDays(this.firstDay, day + REVIEW_AFTER_DAYS);
    await worked.post('/needs-assessments', { answers: needsAnswers(choice.random), reviewDueOn });
    await decideRights(worked, choice.rights);
    const endsOn = choice.staysOn ? null : Math.min(day + choice.supportDays, this.diary.lastDay);
    if (choice.needsPlan)
      this.diary.put(day + 1, worked.id, () => this.plan(worked, day + 1, choice, endsOn));
    if (endsOn !== null) this.diary.put(endsOn, worked.id, () => this.end(worked, choice));
  }

  /** Closes the case of somebody who was reached and wants nothing. */
  async closeDeclined(worked: WorkedCase): Promise<void> {
    await this.close(worked, { reason: 'support-declined' });
  }

  private async plan(worked: WorkedCase, day: number, choice: Choice, endsOn: number | null): Promise<void> {
    const reviewDueOn = addDays(this.firstDay, day + REVIEW_AFTER_DAYS);
    const answers = specialistAnswers(choice.random, worked.facts.cohorts);
    await worked.post('/specialist-assessments', { kind: 'general', answers, reviewDueOn });
    const nextCheckInAt = `${addDays(this.firstDay, day + SUPPORT_DAYS.betweenCheckIns)}T15:00:00Z`;
    await worked.post('/support-plan', { nextCheckInAt, reviewDueOn });
    for (const [agencyCode, purpose] of choice.random.shuffled(AGENCIES).slice(0, choice.agencies))
      await this.refer(worked, day, { agencyCode, purpose, endsOn, random: choice.random });
  }

  private async refer(
    worked: WorkedCase,
    day: number,
    { agencyCode, purpose, endsOn, random }: Planned,
  ): Promise<void> {
    const { dateOfBirth, kind } = worked.facts.person;
    const decidesAlone =
      kind === 'organisation' || (ageOn(dateOfBirth, addDays(this.firstDay, day)) ?? 0) >= OWN_CONSENT_FROM;
    const givenBy = decidesAlone ? 'self' : 'parental-responsibility';
    await worked.post('/agency-consents', { agencyCode, purpose, isGiven: true, givenBy, askedHow: 'phone' });
    const sent = await worked.post<{ id: string; version: number }>('/agency-referrals', {
      agencyCode,
      purpose,
    });
    const answersOn = day + AGENCY_ANSWERS_AFTER_DAYS;
    // Who is supported no more, or after the end of the period, is not told of an answer.
    if (answersOn >= (endsOn ?? this.diary.lastDay + 1)) return;
    const decision = random.weighted([
      [{ decision: 'accepted' }, 85],
      [{ decision: 'declined', reason: 'no-capacity' }, 8],
    ] as const);
    this.diary.put(answersOn, worked.id, async () => {
      await worked.post(`/agency-referrals/${sent.id}/acceptance`, decision, sent.version);
    });
  }

  private async end(worked: WorkedCase, { needsPlan, improved }: Choice): Promise<void> {
    if (needsPlan)
      await worked.post('/support-plan/exit-strategy', {
        reason: 'goals-met',
        achieved: 'mostly',
        whatNext: 'Invented: goes on with what was agreed.',
        reEntry: 'Invented: knows the number and may ring at any time.',
        safeWayToContact: 'Invented: by phone, on weekdays before noon.',
      });
    await worked.post('/outcome-assessments', {
      framework: 'MOJ-2018',
      moment: 'exit',
      reportedBy: 'victim',
      results: Object.entries(improved!).map(([outcome, isBetter]) => ({
        outcome,
        entryScore: 3,
        exitScore: isBetter ? 4 : 3,
      })),
    });
    const note = 'Invented: the agency goes on with it.';
    const handedOver = needsPlan ? { handedOver: ['agency-referrals'], note } : {};
    await this.close(worked, { reason: 'needs-met', ...handedOver });
  }

  private async close(worked: WorkedCase, body: object): Promise<void> {
    const { version } = await worked.lookAtNews();
    await worked.post('/closure', body, version);
  }
}
