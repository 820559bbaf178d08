import { Random, type Seed } from '../scenario/random.js';
import { CALLS, CHOICES_2019, type Choices, type OutcomeCode, SUPPORT_DAYS } from './choices-2019.js';
import { Lots, yesOrNo } from './lots.js';

/** What somebody who was reached chooses. */
export interface Choice {
  wantsSupport: boolean;
  needsPlan: boolean;
  agencies: number;
  /** Still supported when the period ends. */
  staysOn: boolean;
  /** What a coordinator decides of their enhanced rights; null where nobody does. */
  rights: 'yes' | 'no' | null;
  /** Days from the needs assessment to the end of support. */
  supportDays: number;
  /** What improved, where support ends in the period. */
  improved: Record<OutcomeCode, boolean> | null;
  /** For what else they say; of their own, so that it does not matter who is worked first. */
  random: Random;
}

/** Decides what people answer and choose. Nothing outside the seed decides anything. */
export class PeopleChoices {
  /** For what is planned day by day. */
  readonly random: Random;
  private readonly support: Lots<boolean>;
  private readonly plans: Lots<boolean>;
  private readonly agencies: Lots<number>;
  private readonly staying: Lots<boolean>;
  private readonly improvements: Record<OutcomeCode, Lots<boolean>>;
  private supported = 0;
  private people = 0;

  constructor(
    private readonly seed: Seed,
    private readonly counts: Choices = CHOICES_2019,
  ) {
    const { direct, proactive, wantSupport, needPlan, agencies, ongoing, amongTheLatest, improved } = counts;
    const stream = (name: string) => Random.stream(seed, 'journey', name);
    this.random = stream('days');
    this.support = yesOrNo(stream('support'), wantSupport, direct + proactive);
    this.plans = yesOrNo(stream('plans'), needPlan, wantSupport);
    this.agencies = new Lots<number>(stream('agencies'), agencies);
    this.staying = yesOrNo(stream('staying'), ongoing, amongTheLatest);
    const ended = wantSupport - ongoing;
    const bags = Object.entries(improved).map(([code, count]) => [code, yesOrNo(stream(code), count, ended)]);
    this.improvements = Object.fromEntries(bags) as Record<OutcomeCode, Lots<boolean>>;
  }

  /** Calls that go unanswered before the next person is reached. */
  unansweredCalls(): number {
    return this.random.weighted<number>(CALLS.unansweredFirst);
  }

  /** Whether somebody else is called three times and never reached. */
  somebodyIsNeverReached(): boolean {
    return this.random.chance(CALLS.neverReachedForEachReached);
  }

  /** What the next person who is reached chooses. */
  choose(): Choice {
    this.people += 1;
    const random = Random.stream(this.seed, 'journey', 'person', this.people);
    const wantsSupport = this.support.draw();
    if (!wantsSupport) return { ...NO_SUPPORT, random };
    this.supported += 1;
    const isLate = this.supported > this.counts.wantSupport - this.counts.amongTheLatest;
    const needsPlan = this.plans.draw();
    const [fewest, most] = needsPlan ? SUPPORT_DAYS.withPlan : SUPPORT_DAYS.withoutPlan;
    const staysOn = isLate && this.staying.draw();
    return {
      ...{ wantsSupport, needsPlan, staysOn, random },
      agencies: needsPlan ? this.agencies.draw() : 0,
      rights: Random.stream(this.seed, 'journey', 'rights', this.people).weighted<Choice['rights']>(
        this.counts.rights,
      ),
      supportDays: random.between(fewest, most),
      improved: staysOn ? null : this.improved(),
    };
  }

  /** What improved for the next person whose support ends. */
  private improved(): Record<OutcomeCode, boolean> {
    const drawn = Object.entries(this.improvements).map(([code, bag]) => [code, bag.draw()]);
    return Object.fromEntries(drawn) as Record<OutcomeCode, boolean>;
  }
}

const NO_SUPPORT = {
  ...{ wantsSupport: false, needsPlan: false, agencies: 0, staysOn: false },
  ...{ rights: null, supportDays: 0, improved: null },
};
