import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import type { Page } from '../http/paging.js';
import { pageOf } from '../http/paging.js';
import type { Actor } from './actor.js';
import { serviceActor } from './actor.js';
import type { Role } from './permissions.js';

/** Somebody who works here, as their last sign-in described them. */
export interface StaffMember {
  subject: string;
  displayName: string;
  roles: Role[];
  team: string | null;
}

/** What of an actor or of invented staff the directory keeps. */
type Described = Pick<Actor, 'subject' | 'roles' | 'displayName' | 'team'>;

interface StaffRow {
  subject: string;
  display_name: string;
  roles: Role[];
  team: string | null;
}

const WORKS_CASES: readonly Role[] = ['coordinator', 'team-leader'];
const REMEMBERED_FOR_MS = 5 * 60_000;
const MOST_REMEMBERED = 10_000;

/** Whom work can be given to: coordinators and team leaders, known from their sign-ins. */
@Injectable()
export class StaffDirectory {
  private readonly remembered = new Map<
    string,
    { description: string; at: number; written: Promise<void> }
  >();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Notes that somebody signed in: written at once where new or changed, and then every five minutes at most.
   * People without casework roles are not kept.
   */
  async seen(user: Described): Promise<void> {
    if (!user.roles.some((role) => WORKS_CASES.includes(role))) return;
    const description = JSON.stringify([user.roles, user.displayName, user.team]);
    const at = this.clock.now().getTime();
    const last = this.remembered.get(user.subject);
    if (last?.description === description && Math.abs(at - last.at) < REMEMBERED_FOR_MS) return last.written;
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    const written = this.write(user);
    this.remembered.set(user.subject, { description, at, written });
    written.catch(() => this.remembered.delete(user.subject));
    return written;
  }

  /** The member of staff with this subject, or null. */
  async find(tx: Transaction, subject: string): Promise<StaffMember | null> {
    const row = await tx.queryOne<StaffRow>(
      'SELECT subject, display_name, roles, team FROM staff_member WHERE subject = $1',
      [subject],
    );
    return row && asMember(row);
  }

  /** Everybody who was ever seen, in the order of their subjects. `after` is the subject that the page before ended with. */
  async list(tx: Transaction, limit: number, after: string | null): Promise<Page<StaffMember>> {
    const rows = await tx.query<StaffRow>(
      `SELECT subject, display_name, roles, team FROM staff_member
        WHERE $1::text IS NULL OR subject COLLATE "C" > $1 ORDER BY subject COLLATE "C" LIMIT $2`,
      [after, limit + 1],
    );
    return pageOf(rows, limit, (row) => [row.subject], asMember);
  }

  private async write(user: Described): Promise<void> {
    await this.database.inTransaction(serviceActor('worker', 'staff-directory'), async (tx) => {
      await tx.query(
        `INSERT INTO staff_member AS member (subject, display_name, roles, team, first_seen_at, last_seen_at)
         VALUES ($1, $2, $3, $4, $5, $5)
         ON CONFLICT (subject) DO UPDATE
         SET display_name = EXCLUDED.display_name, roles = EXCLUDED.roles, team = EXCLUDED.team,
             last_seen_at = greatest(member.last_seen_at, EXCLUDED.last_seen_at)`,
        [user.subject, user.displayName ?? user.subject, [...user.roles], user.team ?? null, tx.now],
      );
    });
  }
}

function asMember(row: StaffRow): StaffMember {
  return { subject: row.subject, displayName: row.display_name, roles: row.roles, team: row.team };
}
