import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CaseLife, type Verb } from '../support/case-life.js';

let life: CaseLife;

beforeAll(async () => {
  life = await CaseLife.open();
}, 60_000);
afterAll(() => life.casework.close());

/** What is known of a stay that just began. */
const NEW_STAY = {
  ...{ isOpen: true, isSupported: false, hasExit: false, hasPlan: false },
  ...{ isChecked: false, hasNews: false },
};

/** What is known of somebody and their latest case without asking the service. */
interface Model extends Record<keyof typeof NEW_STAY, boolean> {
  personId: string;
  mobileId: string;
  caseId: string;
  mayBeChild: boolean;
  isAgeLost: boolean;
  /** How many were found so far, so that each is another. */
  birthDates: number;
}

const EXIT = { framework: 'MOJ-2018', moment: 'exit', results: [{ outcome: 'M2_COPE', result: 'improved' }] };
const SENT = ['consent-missing', 'already-referred', 'agency-self-referral-only', 'agency-not-accepting'];
const OF_CHILD = ['consent-not-asked-of-child', 'age-unknown'];
const OPEN_ENDS = ['agency-referral-open', 'safeguarding-referral-open', 'call-back-open'];
const UNANSWERED = { purpose: 'first-contact', safeToTalk: 'not-asked-no-answer', result: 'no-answer' };
const ANSWERED = {
  purpose: 'first-contact',
  safeToTalk: 'yes',
  result: 'answered-victim',
  wantsSupport: true,
};
/** Somebody else answered a number that nobody wrote down: taken in any case. */
const DANGER = { ...UNANSWERED, result: 'answered-other', contactPointId: undefined };
const HEIRS = {
  handedOver: ['agency-referrals', 'safeguarding-referrals', 'call-backs'],
  handedOverTo: 'central',
};

const VERBS: Verb[] = [
  { action: 'check-child-contact', body: { who: 'child' } },
  { action: 'record-first-contact', body: UNANSWERED },
  { action: 'record-first-contact', body: ANSWERED },
  { action: 'record-first-contact', body: DANGER, isNeverRefused: true },
  { action: 'record-agreed-call', body: { ...ANSWERED, purpose: 'agreed-call' } },
  { action: 'record-inbound-contact', body: { receivedAt: '2019-08-01T13:05:00Z' } },
  { action: 'assess-needs' },
  { action: 'assess-general', body: { kind: 'general', formCode: 'general' } },
  {
    action: 'make-safeguarding-referral',
    body: { about: 'child', concerns: 'another-person', basis: undefined },
  },
  { action: 'open-support-plan' },
  { action: 'set-plan-goal' },
  { action: 'record-check-in' },
  { action: 'write-exit-strategy' },
  { action: 'record-agency-consent', mayRefuse: OF_CHILD },
  { action: 'refer-to-agency', mayRefuse: SENT },
  { action: 'assess-outcomes', body: EXIT },
  { action: 'approve-closure', who: 'team-leader' },
  {
    action: 'close',
    body: { reason: 'contact-lost' },
    mayRefuse: [...OPEN_ENDS, 'outcome-assessment-missing'],
  },
  {
    action: 'close',
    body: { ...HEIRS, reason: 'contact-lost', note: 'The agency goes on.' },
    mayRefuse: ['outcome-assessment-missing'],
  },
  { action: 'reopen' },
];

const SUPPORT = ['assess-needs', 'assess-general', 'open-support-plan', 'record-agency-consent'];
const ENDINGS = ['assess-outcomes', 'write-exit-strategy', 'approve-closure', 'close', 'reopen'];
const CALLS = ['record-first-contact', 'record-agreed-call', 'record-check-in'];

class Live implements fc.AsyncCommand<Model, CaseLife> {
  constructor(private readonly verb: Verb) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, real: CaseLife): Promise<void> {
    const { status, body, told } = await real.live(model, this.verb);
    const { mayRefuse = [], action, isNeverRefused = false } = this.verb;
    const isTaken = told.isAvailable || (isNeverRefused && model.isOpen);
    if (!isTaken) expect([action, status, body.code]).toEqual([action, 409, told.reasonCode]);
    else if (status >= 300)
      expect([action, status, mayRefuse]).toEqual([action, 409, expect.arrayContaining([body.code])]);
    if (status < 300) this.follow(model, body.caseId);
    expect(await real.forbidden()).toEqual([]);
  }

  /** What only the model says must be so: it knows nothing of the rules' code. */
  private follow(model: Model, caseId: string | undefined): void {
    const { action, isNeverRefused = false } = this.verb;
    const { isOpen, isChecked, mayBeChild, hasPlan, hasNews } = model;
    expect([action, isOpen]).toEqual([action, action !== 'reopen']);
    if (CALLS.includes(action) && !isNeverRefused) expect(isChecked || !mayBeChild).toBe(true);
    if (action === 'check-child-contact') model.isChecked = true;
    if (action === 'assess-needs') model.isSupported = true;
    if (action === 'assess-outcomes') model.hasExit = true;
    if (action === 'open-support-plan') model.hasPlan = true;
    if (action === 'write-exit-strategy') model.hasPlan = false;
    if (action === 'reopen') Object.assign(model, NEW_STAY, { caseId });
    if (action !== 'close') return;
    expect({ hasPlan, hasNews }).toEqual({ hasPlan: false, hasNews: false });
    expect(model.isSupported && !model.hasExit).toBe(false);
    model.isOpen = false;
  }

  toString(): string {
    return `${this.verb.action} ${JSON.stringify(this.verb.body ?? {})}`;
  }
}

/** What happens to a case without being asked of it. */
const HAPPENINGS = ['goals settled', 'agencies end', 'news looked at', 'child found', 'age lost'] as const;

class Happens implements fc.AsyncCommand<Model, CaseLife> {
  constructor(private readonly what: (typeof HAPPENINGS)[number]) {}

  check({ isAgeLost, isOpen }: Model): boolean {
    if (this.what === 'agencies end') return isOpen;
    return this.what !== 'age lost' || !isAgeLost;
  }

  async run(model: Model, real: CaseLife): Promise<void> {
    if (this.what === 'goals settled') await real.settleGoals(model.caseId);
    else if (this.what === 'agencies end') await real.agenciesEnd(model.caseId);
    else if (this.what === 'news looked at') await this.isLookedAt(model, real);
    else await this.ageComesToLight(model, real);
    expect(await real.forbidden()).toEqual([]);
  }

  private async isLookedAt(model: Model, real: CaseLife): Promise<void> {
    await real.lookAtNews(model.caseId);
    model.hasNews = false;
  }

  /** A case that is closed goes on in another one, which knows nothing of whom to contact. */
  private async ageComesToLight(model: Model, real: CaseLife): Promise<void> {
    const isAgeLost = this.what === 'age lost';
    model.birthDates += 1;
    const born = new Date(Date.UTC(2016, 0, model.birthDates)).toISOString().slice(0, 10);
    const open = await real.showsBirthDate(model.personId, isAgeLost ? null : born);
    expect(open === model.caseId).toBe(model.isOpen);
    if (!model.isOpen) Object.assign(model, NEW_STAY, { caseId: open });
    Object.assign(model, { mayBeChild: true, hasNews: true, isAgeLost });
  }

  toString(): string {
    return this.what;
  }
}

describe('The life of a case', () => {
  it('never comes to what the rules forbid, and is refused as its actions tell', async () => {
    const of = (verbs: Verb[]) => fc.constantFrom(...verbs).map((verb) => new Live(verb));
    const happens = (...whats: (typeof HAPPENINGS)[number][]) =>
      fc.constantFrom(...whats).map((what) => new Happens(what));
    // Rare enough that cases come to their end, and go on.
    const step = fc.oneof(
      { weight: 12, arbitrary: of(VERBS) },
      { weight: 3, arbitrary: of(VERBS.filter(({ action }) => SUPPORT.includes(action))) },
      { weight: 3, arbitrary: of(VERBS.filter(({ action }) => ENDINGS.includes(action))) },
      { weight: 3, arbitrary: happens('goals settled', 'agencies end', 'news looked at') },
      { weight: 1, arbitrary: happens('child found', 'age lost') },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.commands([step], { maxCommands: 80, size: 'max' }),
        fc.constantFrom('burglary', 'msht'),
        async (commands, cohort) => {
          const { personId, caseId, mobileId } = await life.casework.people.add({ cohorts: [cohort] });
          const person = { personId, mobileId, mayBeChild: false, isAgeLost: false, birthDates: 0 };
          await fc.asyncModelRun(() => ({ model: { ...person, ...NEW_STAY, caseId }, real: life }), commands);
        },
      ),
      { numRuns: 20, endOnFailure: true },
    );
  }, 240_000);
});
