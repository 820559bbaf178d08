import { setImmediate as turn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { CaseOpener } from './case-opener.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import type { Transaction } from '../platform/database/transaction.js';
import { slicesOf } from '../platform/slices.js';
import { Batch } from './batch.js';
import { DangerNews } from './danger-news.js';
import { judge } from './disposition.js';
import { KnownWorld } from './known-world.js';
import { newestContents } from './versions.js';
import type { Arrival, Disposed } from './referral-record.js';

/** People named by one event; jobs stay small. */
const PEOPLE_PER_EVENT = 500;
/** Arrivals that are written together; all of a chunk at once would let the database wait until the last is judged. */
const ARRIVALS_A_PART = 250;
/** The first part is small: until it is judged, the database has nothing to do. */
const ARRIVALS_OF_FIRST_PART = 50;
/** Arrivals judged between two turns of the event loop, so that no answer of the database waits long. */
const ARRIVALS_A_TURN = 4;
/** Taking in is done by one transaction at a time, so that two files cannot open two cases for one person. */
const TAKING_IN = 7_201_847_010;

/** Gives arrivals their disposition and writes what follows: people, incidents, parties, referrals, cases, tasks, events. */
@Injectable()
export class TakeIn {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly opener: CaseOpener,
    private readonly news: DangerNews,
  ) {}

  /** Works arrivals in their order, within the caller's transaction; answers one outcome for each, in the same order. */
  async arrivals(tx: Transaction, arrivals: readonly Arrival[]): Promise<Disposed[]> {
    await this.waitForTurn(tx);
    const records = arrivals.map((arrival) => arrival.record);
    const world = await KnownWorld.load(tx, records);
    const newest = await newestContents(tx, this.encryption, world, records);
    const batch = new Batch(tx, world, this.encryption, { opener: this.opener, news: this.news }, newest);
    const outcomes = await this.worked(arrivals, world, batch);
    await this.announce(tx, outcomes, batch);
    return outcomes;
  }

  /** Returns once nobody else takes in, until the transaction ends. */
  async waitForTurn(tx: Transaction): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [TAKING_IN]);
  }

  /** What is known is kept up to date arrival by arrival, so that a part is written while the next is judged. */
  private async worked(arrivals: readonly Arrival[], world: KnownWorld, batch: Batch): Promise<Disposed[]> {
    const outcomes: Disposed[] = [];
    try {
      for (const arrival of arrivals) {
        outcomes.push(batch.work(arrival, judge(arrival.record, world)));
        if (outcomes.length % ARRIVALS_A_PART === ARRIVALS_OF_FIRST_PART) batch.rows.send();
        if (batch.rows.areSending && outcomes.length % ARRIVALS_A_TURN === 0) await turn();
      }
      await batch.write();
    } finally {
      // Nothing may be written once the transaction has ended.
      await batch.rows.settled();
    }
    return outcomes;
  }

  private async announce(tx: Transaction, outcomes: Disposed[], batch: Batch): Promise<void> {
    const people = batch.peopleTouched();
    const slices = slicesOf(people, PEOPLE_PER_EVENT);
    await tx.announce('referrals.accepted', ...slices.map((personIds) => ({ personIds })));
    const taken = outcomes.filter(
      (outcome) => outcome.referralId !== null && outcome.disposition !== 'unchanged',
    );
    await tx.audit({
      action: 'referrals.taken-in',
      targetType: 'referral',
      targetIds: [...new Set(taken.map((outcome) => outcome.referralId!))],
      personIds: people,
    });
  }
}
