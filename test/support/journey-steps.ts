import type supertest from 'supertest';
import type { JourneyService } from './journey-service.js';

const MINUTES_A_STEP = 5;

type Body = Record<string, unknown>;

/** What of a case a story looks at. */
export interface ShownCase {
  version: number;
  person: { id: string };
  cohorts: string[];
  tasks: { id: string; kind: string; dueAt: string }[];
  referrals: { id: string; pathway: string; role: string; crimeReference: string | null }[];
  availableActions: { action: string; isAvailable: boolean }[];
  closedAt: string | null;
  reopenedFrom: string | null;
}

/** A thing that is edited by version. */
export interface Made {
  id: string;
  version: number;
}

/** What a coordinator does in one case, each step by its route and some minutes after the one before. */
export class CaseStory {
  private constructor(
    readonly service: JourneyService,
    readonly caseId: string,
    readonly personId: string,
    /** How the referral that led here was taken in. */
    readonly disposition: string,
  ) {}

  static async of(service: JourneyService, caseId: string, disposition = 'created'): Promise<CaseStory> {
    const { body } = await service.api.as('coordinator').get(`/cases/${caseId}`).expect(200);
    return new CaseStory(service, caseId, (body as ShownCase).person.id, disposition);
  }

  /** Sends a step that may be refused; a version is that which was read. */
  async tries(step: string, body: object, version?: number): Promise<supertest.Response> {
    const { service } = this;
    await service.comesTo(new Date(service.now.getTime() + MINUTES_A_STEP * 60_000));
    const request = service.api.as('coordinator').post(`/cases/${this.caseId}/${step}`, body);
    return version === undefined ? request : request.set('if-match', `"${version}"`);
  }

  /** Sends a step that the service takes. @throws naming what it was refused with */
  async does<T = Body>(step: string, body: object, version?: number): Promise<T> {
    const answer = await this.tries(step, body, version);
    if (answer.status >= 300) throw new Error(`${step} was refused: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }

  async reads<T = Body>(what = ''): Promise<T> {
    const path = what.startsWith('/') ? what : `/cases/${this.caseId}${what && `/${what}`}`;
    return (await this.service.api.as('coordinator').get(path).expect(200)).body as T;
  }

  case(): Promise<ShownCase> {
    return this.reads<ShownCase>();
  }

  /** The open tasks, as kind and London day, the one due first first. */
  async isDue(): Promise<string[]> {
    const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });
    return (await this.case()).tasks.map(({ kind, dueAt }) => `${kind} ${london.format(new Date(dueAt))}`);
  }

  /** Whether a machine may write, and why not. */
  async contactPlan(): Promise<{ decision: string; reasons: string[]; messages: unknown[] }> {
    await this.service.settled();
    const { decision, messages } = await this.reads<{
      decision: { decision: string; reasons: { code: string }[] };
      messages: unknown[];
    }>('contact-plan');
    return { decision: decision.decision, reasons: decision.reasons.map(({ code }) => code), messages };
  }

  /** The id of the number to ring. */
  async phone(): Promise<string> {
    const { items } = await this.reads<{ items: { id: string; kind: string }[] }>(
      `/victims/${this.personId}/contact-points`,
    );
    return items.find(({ kind }) => kind.endsWith('phone'))!.id;
  }

  /** A first call in which the person answers and says that it is safe to talk. */
  async reachesByPhone(note: string, more: object = {}): Promise<Body> {
    const answered = { purpose: 'first-contact', safeToTalk: 'yes', result: 'answered-victim', note };
    return this.does('contact-attempts', { ...answered, contactPointId: await this.phone(), ...more });
  }

  /** Somebody ends a task. */
  async completes(kind: string, outcomeCode = 'done'): Promise<void> {
    const { id } = (await this.case()).tasks.find((task) => task.kind === kind)!;
    const task = await this.reads<Made>(`/tasks/${id}`);
    await this.service.api
      .as('coordinator')
      .post(`/tasks/${id}/completion`, { outcomeCode })
      .set('if-match', `"${task.version}"`)
      .expect(200);
  }

  assessesNeeds(needs: object, inTheirWords: string, reviewDueOn: string): Promise<Body> {
    const answers = { needs, inTheirWords, restorativeJustice: 'not-suitable' };
    return this.does('needs-assessments', { answers, reviewDueOn });
  }

  /** Asks whether an agency may be told, and hears a yes. */
  consentsTo(agencyCode: string, purpose: string, more: object = {}): Promise<Body> {
    const asked = { agencyCode, purpose, isGiven: true, givenBy: 'self', askedHow: 'phone' };
    return this.does('agency-consents', { ...asked, ...more });
  }

  refersTo(agencyCode: string, purpose: string): Promise<Made> {
    return this.does<Made>('agency-referrals', { agencyCode, purpose, note: 'Canary: what it is told.' });
  }

  /** The agency takes the person on, and in the end reports back. */
  async agencyAccepts({ id, version }: Made, firstAppointmentOn: string): Promise<Made> {
    const answer = { decision: 'accepted', firstAppointmentOn };
    return this.does<Made>(`agency-referrals/${id}/acceptance`, answer, version);
  }

  agencyEnds({ id, version }: Made): Promise<Body> {
    return this.does(`agency-referrals/${id}/closure`, { outcomeCode: 'support-completed' }, version);
  }

  /** Opens a plan with one goal and one action. */
  async plans(dates: object, goal: object, action: object): Promise<{ goal: Made; action: Made }> {
    await this.does('support-plan', dates);
    const made = await this.does<Made>('support-plan/goals', goal);
    return {
      goal: made,
      action: await this.does<Made>('support-plan/actions', { ...action, goalId: made.id }),
    };
  }

  /** The action is done, the goal is met, and plan and person part. */
  async endsPlan({ goal, action }: { goal: Made; action: Made }): Promise<Body> {
    await this.does(`support-plan/actions/${action.id}/completion`, { state: 'done' }, action.version);
    await this.service.api
      .as('coordinator')
      .patch(`/cases/${this.caseId}/support-plan/goals/${goal.id}`, { state: 'met' }, `"${goal.version}"`)
      .expect(200);
    return this.does('support-plan/exit-strategy', {
      ...{ reason: 'goals-met', achieved: 'mostly', whatNext: 'Canary: what comes next.' },
      ...{ reEntry: 'Canary: may ring at any time.', safeWayToContact: 'Canary: on weekdays before noon.' },
    });
  }

  /** What changed for the person, in their own eyes. */
  assessesOutcomes(...results: object[]): Promise<Body> {
    const exit = { framework: 'MOJ-2018', moment: 'exit', reportedBy: 'victim' };
    return this.does('outcome-assessments', { ...exit, results });
  }

  async triesToClose(body: object): Promise<supertest.Response> {
    return this.tries('closure', body, (await this.case()).version);
  }

  async closes(body: object): Promise<Body> {
    return this.does('closure', body, (await this.case()).version);
  }
}
