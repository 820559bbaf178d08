import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Conflict, StaleEdit } from '../platform/problems/problem.js';

/** Where a case lies: with somebody, or in the queue of a team. */
export interface CasePlace {
  subject: string | null;
  team: string;
}

/** Who moves a case, and which version of it they had read. */
export interface CaseMover {
  subject: string;
  isTeamLeader: boolean;
  version: number;
}

/** One continuous stay of one person with the service. */
@Entity('support_case')
export class SupportCase {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  reference!: string;

  @Column('uuid', { name: 'person_id' })
  personId!: string;

  @Column('boolean')
  restricted!: boolean;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @Column('text', { name: 'allocated_to', nullable: true })
  allocatedTo!: string | null;

  @Column('text', { name: 'allocated_team' })
  allocatedTeam!: string;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;

  get place(): CasePlace {
    return { subject: this.allocatedTo, team: this.allocatedTeam };
  }

  /** @throws Conflict `case-closed` */
  mustBeOpen(): void {
    if (this.closedAt) throw new Conflict('case-closed', 'The case is closed.');
  }

  /**
   * Gives the case to somebody or to a team's queue. What a colleague has, only a team leader gives away.
   * @throws Conflict `case-closed`, `already-allocated`, `already-yours`; StaleEdit where the mover read an older version
   */
  allocate(to: CasePlace, by: CaseMover, at: Date): void {
    this.mustBeOpen();
    const isWithColleague = this.allocatedTo !== null && this.allocatedTo !== by.subject;
    if (isWithColleague && !by.isTeamLeader) {
      throw new Conflict('already-allocated', 'A colleague has the case; a team leader can give it to you.');
    }
    if (this.version !== by.version) throw new StaleEdit();
    if (this.allocatedTo === to.subject && this.allocatedTeam === to.team) {
      if (to.subject === by.subject) throw new Conflict('already-yours', 'You have the case.');
      throw new Conflict('already-allocated', 'The case is there already.');
    }
    this.moveTo(to, at);
  }

  /** Puts the case back into its team's queue, whoever had it. */
  returnToQueue(at: Date): void {
    this.moveTo({ subject: null, team: this.allocatedTeam }, at);
  }

  /** Marks a change that a second editor has to know of. */
  changed(at: Date): void {
    this.version += 1;
    this.updatedAt = at;
  }

  private moveTo(to: CasePlace, at: Date): void {
    this.allocatedTo = to.subject;
    this.allocatedTeam = to.team;
    this.changed(at);
  }
}
