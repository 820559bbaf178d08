import type { ServiceClient } from '../service-client.js';
import { WorkedCase } from './worked-case.js';

/** Groups that coordinators call of their own accord (VAL report, para 14), and serious and organised crime. */
const COHORTS = [
  'burglary',
  'msht',
  'hate',
  'sexual',
  'cse',
  'domestic',
  'fraud',
  'child-abuse',
  'cce',
  'robbery',
  'violence',
];
const LOOKED_AT_ONCE = 100;

interface Listed {
  id: string;
  personId: string;
  restricted?: boolean;
}

/** Finds people to call among the newest cases of the groups that coordinators call of their own accord. */
export class ProactiveList {
  private readonly seen = new Set<string>();
  private turn = 0;

  /** @param elsewhere police ids and crimes of people who are, or will be, referred directly: they are called for that */
  constructor(
    private readonly client: ServiceClient,
    private readonly elsewhere: ReadonlySet<string>,
  ) {}

  /** The next so many cases to call. @throws Error where there are not enough */
  async next(wanted: number): Promise<WorkedCase[]> {
    const found: WorkedCase[] = [];
    // First a share from each group, then whatever there is.
    for (let round = 0; round < 2 * COHORTS.length && found.length < wanted; round += 1) {
      const cohort = COHORTS[this.turn % COHORTS.length]!;
      this.turn += 1;
      const share = Math.ceil((wanted - found.length) / Math.max(1, COHORTS.length - round));
      found.push(...(await this.ofCohort(cohort, share)));
    }
    if (found.length < wanted) throw new Error(`${found.length} people to call, ${wanted} wanted`);
    return found;
  }

  private async ofCohort(cohort: string, wanted: number): Promise<WorkedCase[]> {
    const path = `/cases?state=open&sort=opened&limit=${LOOKED_AT_ONCE}&cohort=${cohort}`;
    const { items } = await this.client.get<{ items: Listed[] }>('coordinator', path);
    // Somebody who comes again with another crime is known already.
    const fresh = items.filter(({ personId }) => !this.seen.has(personId));
    const found: WorkedCase[] = [];
    while (found.length < wanted && fresh.length > 0) {
      // No more than are missing, so that who is looked at does not depend on what is read first.
      const next = fresh.splice(0, wanted - found.length);
      next.forEach(({ personId }) => this.seen.add(personId));
      const looked = await Promise.all(next.map((listed) => this.toBeCalled(listed)));
      found.push(...looked.filter((worked) => worked !== null));
    }
    return found;
  }

  /** The case, where somebody of the police transfer alone may be called about it; else null. */
  private async toBeCalled({ id, personId }: Listed): Promise<WorkedCase | null> {
    if (await this.isReferredDirectly(personId)) return null;
    const worked = await WorkedCase.open(this.client, id);
    return worked.isOfTransferAlone(this.elsewhere) && (await mayBeCalled(worked)) ? worked : null;
  }

  private async isReferredDirectly(personId: string): Promise<boolean> {
    const path = `/victims/${personId}`;
    const { identifiers } = await this.client.get<{ identifiers: { value: string }[] }>('coordinator', path);
    return identifiers.some(({ value }) => this.elsewhere.has(value));
  }
}

async function mayBeCalled(worked: WorkedCase): Promise<boolean> {
  const { decision } = await worked.get<{ decision: { decision: string } | string | null }>('/contact-plan');
  return JSON.stringify(decision ?? '').includes('DO_NOT_CONTACT') === false;
}
