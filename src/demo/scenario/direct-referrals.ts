import { DIRECT } from './assumptions.js';
import { isoDayOf, londonInstant, yearOf } from './calendar.js';
import type { CrimesMaker, FirstRow } from './crimes-maker.js';
import type { DailyExtract } from './daily-extract.js';
import type { DayPlan } from './day-plan.js';
import { referredDanger, referredIncident, referredPerson } from './direct-body.js';
import type { DirectPathway, DirectReferral, DirectReferralBody } from './direct-referral.js';
import type { Ledger } from './ledger.js';
import type { PeopleMaker } from './people-maker.js';
import type { Victim } from './person.js';
import type { Random } from './random.js';

type Role = DirectReferralBody['role'];

const REMEMBERED_ROWS = 900;
const ROLES: Record<DirectPathway, readonly (readonly [Role, number])[]> = {
  internal: [
    ['victim', 88],
    ['witness', 5],
    ['family-member', 7],
  ],
  self: [
    ['victim', 80],
    ['family-member', 14],
    ['witness', 6],
  ],
  other: [['witness', 1]],
};
const REASONS: Record<DirectPathway, readonly string[]> = {
  internal: [
    'Victim is frightened to stay at home and asked for somebody to talk to.',
    'Harm assessment unit: repeat incidents, needs support beyond the investigation.',
    'Victim lives alone, needs locks and reassurance.',
    'Would like to know what happens next, and about compensation.',
  ],
  self: ['Rang after reading the leaflet.', 'Cannot sleep since it happened.', 'Wants to know who to ask.'],
  other: ['Witness is anxious about giving evidence.', 'Asked at court for help afterwards.'],
};

/** Lets officers, victims themselves and the Witness Service refer people: each person at most once. */
export class DirectReferralsMaker {
  private readonly referred = new Set<Victim>();
  private recent: FirstRow[] = [];
  private count = 0;

  constructor(
    private readonly crimes: CrimesMaker,
    private readonly people: PeopleMaker,
    private readonly extract: DailyExtract,
    private readonly ledger: Ledger,
  ) {}

  /** Remembers what Athena sent, so that people can be referred about the same crime. */
  remember(fresh: readonly FirstRow[]): void {
    const people = fresh.filter(({ victim }) => victim.kind === 'individual' && !victim.isDeceased);
    this.recent = [...this.recent, ...people].slice(-REMEMBERED_ROWS);
  }

  /** The referrals of one day, in the order in which they come. */
  of(plan: DayPlan, counts: Record<DirectPathway, number>, random: Random): DirectReferral[] {
    const pathways = (['internal', 'self', 'other'] as const).flatMap((pathway) =>
      Array<DirectPathway>(counts[pathway]).fill(pathway),
    );
    const made = pathways.map((pathway) => this.referral(pathway, plan, random));
    return made.sort((one, other) => one.at.getTime() - other.at.getTime());
  }

  private referral(pathway: DirectPathway, plan: DayPlan, random: Random): DirectReferral {
    const role = random.weighted(ROLES[pathway]);
    const about = role === 'victim' ? this.victimOf(pathway, plan, random) : this.bystanderOf(plan, random);
    this.referred.add(about.victim);
    this.people.giveTelephone(about.victim);
    this.ledger.note(`direct ${pathway} ${role}`);
    return {
      at: londonInstant(plan.day, random.between(8 * 60, 18 * 60 - 1)),
      senderRole: pathway === 'self' ? 'coordinator' : 'referrer',
      body: this.body(pathway, role, about, plan.day, random),
    };
  }

  private victimOf(pathway: DirectPathway, plan: DayPlan, random: Random): FirstRow {
    const share = pathway === 'internal' ? DIRECT.internalAboutAthenaVictim : DIRECT.selfAboutAthenaVictim;
    const known = random.chance(share) ? this.knownToAthena(random) : undefined;
    if (known) {
      this.ledger.note(`direct ${pathway} about Athena victim`);
      return known;
    }
    const first = this.newVictim(pathway, plan, random);
    const comesFirst =
      pathway === 'internal' && first.victim.kind === 'individual' && random.chance(DIRECT.beforeAthena);
    if (comesFirst && this.extract.holdBack(first, plan)) this.ledger.note('direct internal before Athena');
    return first;
  }

  private knownToAthena(random: Random): FirstRow | undefined {
    const tries = this.recent.length === 0 ? [] : Array.from({ length: 8 }, () => random.pick(this.recent));
    const open = tries.filter((first) => this.canBeReferred(first));
    return open.find(({ row }) => row.vulnerable === 'true' || row.domesticAbuse === 'true') ?? open[0];
  }

  private newVictim(pathway: DirectPathway, { day }: DayPlan, random: Random): FirstRow {
    const isOrganisation = pathway === 'internal' && random.chance(DIRECT.organisation);
    for (;;) {
      const victim = isOrganisation ? 'organisation' : undefined;
      const [first] = this.crimes.crime(day, 1, random, victim ? { victim } : { victim: 'adult' });
      if (first && this.canBeReferred(first)) return first;
    }
  }

  /** Not yet referred, alive, and neither the person nor an officer said that nobody should call. */
  private canBeReferred({ victim, row }: FirstRow): boolean {
    const mayBeCalled = row.victimSupport !== 'false' && row.noContact !== 'true';
    const isDead = victim.kind === 'individual' && victim.isDeceased;
    return mayBeCalled && !isDead && victim.personId !== '' && !this.referred.has(victim);
  }

  /** A witness or a relative: a person of their own at somebody else's crime. */
  private bystanderOf({ day }: DayPlan, random: Random): FirstRow {
    const known = this.recent.length > 0 && random.chance(0.4) ? random.pick(this.recent) : undefined;
    const [first] = known ? [known] : this.crimes.crime(day, 1, random, { victim: 'adult' });
    return { ...first!, victim: { ...this.people.adult(random), isDeceased: false } };
  }

  private body(
    pathway: DirectPathway,
    role: Role,
    { victim, row, crime }: FirstRow,
    day: number,
    random: Random,
  ): DirectReferralBody {
    const senderReference = this.senderReference(pathway, day);
    const isKnownByForm = pathway === 'internal' && role === 'victim' && random.chance(DIRECT.personIdGiven);
    const knowsCrime = pathway !== 'self' || random.chance(0.65);
    return {
      pathway,
      ...(senderReference ? { senderReference } : {}),
      role,
      person: referredPerson(victim, isKnownByForm),
      ...(knowsCrime ? { incident: referredIncident(crime.columns) } : {}),
      ...(pathway === 'internal' && role === 'victim' ? referredDanger(row) : {}),
      ...(pathway === 'self' ? { victimSupport: true, victimAwareReported: true } : {}),
      reasonForReferral: random.pick(REASONS[pathway]),
    };
  }

  private senderReference(pathway: DirectPathway, day: number): string | undefined {
    this.count += 1;
    if (pathway === 'self') return undefined;
    const series = pathway === 'internal' ? 'VAL-INT' : 'WS';
    return `${series}-${yearOf(day)}-${isoDayOf(day).slice(5).replace('-', '')}-${String(this.count).padStart(5, '0')}`;
  }
}
