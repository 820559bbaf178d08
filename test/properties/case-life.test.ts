import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CaseLife, type Verb } from '../support/case-life.js';

let life: CaseLife;

beforeAll(async () => {
  life = await CaseLife.open();
}, 60_000);
afterAll(() => life.casework.close());

/** What is known of the case without asking the service. */
interface Model {
  caseId: string;
  isOpen: boolean;
  isSupported: boolean;
  hasExit: boolean;
  hasPlan: boolean;
}

const EXIT = { framework: 'MOJ-2018', moment: 'exit', results: [{ outcome: 'M2_COPE', result: 'improved' }] };
const SENT = ['consent-missing', 'already-referred', 'agency-self-referral-only', 'agency-not-accepting'];
const OPEN_ENDS = ['agency-referral-open', 'safeguarding-referral-open', 'call-back-open'];
const UNANSWERED = { purpose: 'first-contact', safeToTalk: 'not-asked-no-answer', result: 'no-answer' };
const ANSWERED = {
  purpose: 'first-contact',
  safeToTalk: 'yes',
  result: 'answered-victim',
  wantsSupport: true,
};

const VERBS: Verb[] = [
  { action: 'record-first-contact', body: UNANSWERED },
  { action: 'record-first-contact', body: ANSWERED },
  { action: 'record-agreed-call', body: { ...ANSWERED, purpose: 'agreed-call' } },
  { action: 'record-inbound-contact', body: { receivedAt: '2019-08-01T13:05:00Z' } },
  { action: 'assess-needs' },
  { action: 'assess-general', body: { kind: 'general', formCode: 'general' } },
  { action: 'open-support-plan' },
  { action: 'set-plan-goal' },
  { action: 'write-exit-strategy' },
  { action: 'record-agency-consent' },
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
    body: {
      ...{ reason: 'contact-lost', note: 'The agency goes on.' },
      handedOver: ['agency-referrals', 'safeguarding-referrals', 'call-backs'],
      handedOverTo: 'central',
    },
    mayRefuse: ['outcome-assessment-missing'],
  },
  { action: 'reopen' },
];

class Live implements fc.AsyncCommand<Model, CaseLife> {
  constructor(
    private readonly verb: Verb,
    private readonly settlesGoals: boolean,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, real: CaseLife): Promise<void> {
    if (this.settlesGoals) await real.settleGoals(model.caseId);
    const { status, body, told } = await real.live(model.caseId, this.verb);
    const { mayRefuse = [], action } = this.verb;
    if (!told.isAvailable) expect([action, status, body.code]).toEqual([action, 409, told.reasonCode]);
    else if (status >= 300)
      expect([action, status, mayRefuse]).toEqual([action, 409, expect.arrayContaining([body.code])]);
    if (status < 300) this.follow(model, body.caseId);
    expect(await real.forbidden()).toEqual([]);
  }

  /** What only the model says must be so: it knows nothing of the rules' code. */
  private follow(model: Model, caseId: string | undefined): void {
    const { action } = this.verb;
    expect([action, model.isOpen]).toEqual([action, action !== 'reopen']);
    if (action === 'assess-needs') model.isSupported = true;
    if (action === 'assess-outcomes') model.hasExit = true;
    if (action === 'open-support-plan') model.hasPlan = true;
    if (action === 'write-exit-strategy') model.hasPlan = false;
    if (action === 'close') {
      expect(model).toMatchObject({ hasPlan: false });
      expect(model.isSupported && !model.hasExit).toBe(false);
      model.isOpen = false;
    }
    if (action === 'reopen')
      Object.assign(model, { caseId, isOpen: true, isSupported: false, hasExit: false, hasPlan: false });
  }

  toString(): string {
    return `${this.settlesGoals ? 'goals settled, ' : ''}${this.verb.action} ${JSON.stringify(this.verb.body ?? {})}`;
  }
}

describe('The life of a case', () => {
  it('never comes to what the rules forbid, and is refused as its actions tell', async () => {
    const command = fc
      .tuple(fc.constantFrom(...VERBS), fc.boolean())
      .map(([verb, settlesGoals]) => new Live(verb, settlesGoals));
    await fc.assert(
      fc.asyncProperty(
        fc.commands([command], { maxCommands: 40, size: 'max' }),
        fc.constantFrom('burglary', 'msht'),
        async (commands, cohort) => {
          const { caseId } = await life.casework.people.add({ cohorts: [cohort] });
          const model = { caseId, isOpen: true, isSupported: false, hasExit: false, hasPlan: false };
          await fc.asyncModelRun(() => ({ model, real: life }), commands);
        },
      ),
      { numRuns: 8, endOnFailure: true },
    );
  }, 240_000);
});
