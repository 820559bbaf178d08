import { addDays, type Day } from '../../platform/working-days/calendar-days.js';
import { isOfFullAgeOn } from '../../victims/contact-safety/full-age.js';
import { needsAnswers, specialistAnswers } from './assessment-answers.js';
import { SUPPORT_DAYS } from './choices-2019.js';
import type { Diary } from './diary.js';
import type { Choice, PeopleChoices } from './people-choices.js';
import type { WorkedCase } from './worked-case.js';

const REVIEW_AFTER_DAYS = 84;
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

/** Assesses, plans, refers and ends support, for people who want it. */
export class Supporting {
  constructor(
    private readonly choices: PeopleChoices,
    private readonly diary: Diary,
    private readonly firstDay: Day,
  ) {}

  /** The needs assessment, and what follows on later days. */
  async begin(worked: WorkedCase, day: number, choice: Choice): Promise<void> {
    const reviewDueOn = addDays(this.firstDay, day + REVIEW_AFTER_DAYS);
    await worked.post('/needs-assessments', { answers: needsAnswers(this.choices.random), reviewDueOn });
    if (choice.needsPlan) this.diary.put(day + 1, worked.id, () => this.plan(worked, day + 1, choice));
    if (!choice.staysOn)
      this.diary.put(day + choice.supportDays, worked.id, () => this.end(worked, choice.needsPlan));
  }

  /** Closes the case of somebody who was reached and wants nothing. */
  async closeDeclined(worked: WorkedCase): Promise<void> {
    await this.close(worked, { reason: 'support-declined' });
  }

  private async plan(worked: WorkedCase, day: number, choice: Choice): Promise<void> {
    const reviewDueOn = addDays(this.firstDay, day + REVIEW_AFTER_DAYS);
    const answers = specialistAnswers(this.choices.random, worked.facts.cohorts);
    await worked.post('/specialist-assessments', { kind: 'general', answers, reviewDueOn });
    const nextCheckInAt = `${addDays(this.firstDay, day + SUPPORT_DAYS.betweenCheckIns)}T15:00:00Z`;
    await worked.post('/support-plan', { nextCheckInAt, reviewDueOn });
    for (const [agencyCode, purpose] of this.choices.random.shuffled(AGENCIES).slice(0, choice.agencies))
      await this.refer(worked, day, { agencyCode, purpose, supportDays: choice.supportDays });
  }

  private async refer(
    worked: WorkedCase,
    day: number,
    {
      agencyCode,
      purpose,
      supportDays,
    }: Record<'agencyCode' | 'purpose', string> & Record<'supportDays', number>,
  ): Promise<void> {
    const { dateOfBirth, kind } = worked.facts.person;
    const isAdult = kind === 'organisation' || isOfFullAgeOn(dateOfBirth, addDays(this.firstDay, day));
    const givenBy = isAdult ? 'self' : 'parental-responsibility';
    await worked.post('/agency-consents', { agencyCode, purpose, isGiven: true, givenBy, askedHow: 'phone' });
    const sent = await worked.post<{ id: string; version: number }>('/agency-referrals', {
      agencyCode,
      purpose,
    });
    const answersOn = day + AGENCY_ANSWERS_AFTER_DAYS;
    if (answersOn > this.diary.lastDay || supportDays <= AGENCY_ANSWERS_AFTER_DAYS + 1) return;
    const decision = this.choices.random.weighted([
      [{ decision: 'accepted' }, 85],
      [{ decision: 'declined', reason: 'no-capacity' }, 8],
    ] as const);
    this.diary.put(answersOn, worked.id, async () => {
      await worked.post(`/agency-referrals/${sent.id}/acceptance`, decision, sent.version);
    });
  }

  private async end(worked: WorkedCase, hasPlan: boolean): Promise<void> {
    if (hasPlan)
      await worked.post('/support-plan/exit-strategy', {
        reason: 'goals-met',
        achieved: 'mostly',
        whatNext: 'Invented: goes on with what was agreed.',
        reEntry: 'Invented: knows the number and may ring at any time.',
        safeWayToContact: 'Invented: by phone, on weekdays before noon.',
      });
    const improved = this.choices.improved();
    await worked.post('/outcome-assessments', {
      framework: 'MOJ-2018',
      moment: 'exit',
      reportedBy: 'victim',
      results: Object.entries(improved).map(([outcome, isBetter]) => ({
        outcome,
        entryScore: 3,
        exitScore: isBetter ? 4 : 3,
      })),
    });
    const note = 'Invented: the agency goes on with it.';
    const handedOver = hasPlan ? { handedOver: ['agency-referrals'], note } : {};
    await this.close(worked, { reason: 'needs-met', ...handedOver });
  }

  private async close(worked: WorkedCase, body: object): Promise<void> {
    const { version } = await worked.again();
    await worked.post('/closure', body, version);
  }
}
