import type { Role } from '../../platform/access/permissions.js';
import { DemonstrationRefused, type ServiceClient } from '../service-client.js';

interface ReadCase {
  id: string;
  version: number;
  cohorts: string[];
  closedAt: string | null;
  person: { id: string; kind: 'individual' | 'organisation'; dateOfBirth: string | null };
  tasks: { id: string; kind: string }[];
  referrals: { id: string; pathway: string; crimeReference: string | null }[];
}

interface ReadPoint {
  id: string;
  kind: string;
  belongsTo: string;
  supersededAt: string | null;
}

/** No officer was asked who is safe to contact; or the call names no number. */
const REFUSED_OF_CHILDREN = ['child-contact-not-checked', 'invalid-request'];

const LOOKS = ['look-at-changed-referral', 'look-at-joined-referral', 'look-at-age'];

/** A case that coordinators work, as whoever may see it reads it. */
export class WorkedCase {
  private constructor(
    private readonly client: ServiceClient,
    /** A coordinator, or a team leader for a case that is hidden from coordinators. */
    private readonly role: Role,
    readonly facts: ReadCase,
  ) {}

  static async open(client: ServiceClient, id: string): Promise<WorkedCase> {
    try {
      return new WorkedCase(client, 'coordinator', await client.get<ReadCase>('coordinator', `/cases/${id}`));
    } catch (error) {
      if (!(error instanceof DemonstrationRefused) || error.status !== 404) throw error;
      return new WorkedCase(client, 'team-leader', await client.get<ReadCase>('team-leader', `/cases/${id}`));
    }
  }

  get id(): string {
    return this.facts.id;
  }

  /** Every referral of the case came with the police transfer, about none of these crimes. */
  isOfTransferAlone(except: ReadonlySet<string>): boolean {
    return this.facts.referrals.every(
      ({ pathway, crimeReference }) => pathway === 'athena' && !except.has(crimeReference ?? ''),
    );
  }

  /** Posts to a route of the case. Whom coordinators may not contact, a team leader calls. */
  async post<T>(path: string, body: object, version: number | null = null): Promise<T> {
    const whole = `/cases/${this.id}${path}`;
    try {
      return await this.client.post<T>(this.role, whole, body, version);
    } catch (error) {
      if (!(error instanceof DemonstrationRefused) || error.code !== 'do-not-contact') throw error;
      return this.client.post<T>('team-leader', whole, body, version);
    }
  }

  /**
   * Calls the person. Of a child, or of somebody of unknown age, an officer is asked first who is safe to contact, and by
   * which number.
   */
  async call(attempt: object): Promise<void> {
    try {
      await this.post('/contact-attempts', attempt);
    } catch (error) {
      if (!(error instanceof DemonstrationRefused) || !REFUSED_OF_CHILDREN.includes(error.code)) throw error;
      const contactPointId = await this.ownNumber();
      const safeNumbers = [{ contactPointId, whose: 'child' }];
      await this.post('/child-contact-checks', { who: 'child', checkedWith: 'officer-in-case', safeNumbers });
      await this.post('/contact-attempts', { ...attempt, contactPointId });
    }
  }

  private async ownNumber(): Promise<string> {
    const path = `/victims/${this.facts.person.id}/contact-points`;
    const { items } = await this.client.get<{ items: ReadPoint[] }>(this.role, path);
    const own = items.find(
      ({ kind, belongsTo, supersededAt }) =>
        kind.endsWith('phone') && belongsTo === 'victim' && supersededAt === null,
    );
    if (own) return own.id;
    const value = `+4472${String(parseInt(this.id.slice(-8), 16) % 100_000_000).padStart(8, '0')}`;
    const given = { kind: 'mobile-phone', value, safe: 'unknown', belongsTo: 'victim' };
    return (await this.client.post<{ id: string }>(this.role, path, given)).id;
  }

  /** Looks at each piece of news that came to the case, and says so. Answers the case as it stands then. */
  async lookAtNews(): Promise<ReadCase> {
    const read = await this.again();
    const looks = read.tasks.filter(({ kind }) => LOOKS.includes(kind));
    for (const { id } of looks) {
      const { version } = await this.client.get<{ version: number }>(this.role, `/tasks/${id}`);
      await this.client.post(this.role, `/tasks/${id}/completion`, { outcomeCode: 'done' }, version);
    }
    return looks.length > 0 ? this.again() : read;
  }

  /** What a team leader decides about it. */
  approve<T>(path: string, body: object, version: number | null = null): Promise<T> {
    return this.client.post<T>('team-leader', `/cases/${this.id}${path}`, body, version);
  }

  private again(): Promise<ReadCase> {
    return this.client.get<ReadCase>(this.role, `/cases/${this.id}`);
  }

  get<T>(path: string): Promise<T> {
    return this.client.get<T>(this.role, `/cases/${this.id}${path}`);
  }
}
