import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type ActionFacts,
  availableActions,
  CASE_ACTIONS,
  type CaseAction,
} from '../../src/cases/available-actions.js';

const COORDINATOR: ActionFacts = {
  isClosed: false,
  isRestricted: false,
  allocatedTo: null,
  subject: 'one',
  mayEdit: true,
  isTeamLeader: false,
  isMember: false,
};

function against(action: CaseAction, facts: Partial<ActionFacts>): string | null {
  return availableActions({ ...COORDINATOR, ...facts }).find((found) => found.action === action)!.reasonCode;
}

describe('What can be done with a case', () => {
  it.each<[CaseAction, Partial<ActionFacts>, string | null]>([
    ['take', {}, null],
    ['take', { allocatedTo: 'one' }, 'already-yours'],
    ['take', { allocatedTo: 'two' }, 'already-allocated'],
    ['take', { allocatedTo: 'two', isTeamLeader: true }, null],
    ['take', { isClosed: true }, 'case-closed'],
    ['take', { isRestricted: true }, 'not-a-member'],
    ['take', { isRestricted: true, isMember: true }, null],
    ['allocate', { allocatedTo: 'one' }, null],
    ['allocate', { allocatedTo: 'two' }, 'already-allocated'],
    ['allocate', { mayEdit: false }, 'role-may-not'],
    ['write-note', { isClosed: true }, null],
    ['add-task', { isClosed: true }, 'case-closed'],
    ['restrict', {}, 'leaders-only'],
    ['restrict', { isTeamLeader: true }, null],
    ['restrict', { isTeamLeader: true, isRestricted: true }, 'already-restricted'],
    ['lift-restriction', { isTeamLeader: true }, 'not-restricted'],
    ['lift-restriction', { isTeamLeader: true, isRestricted: true }, 'not-a-member'],
    ['change-members', { isTeamLeader: true, isRestricted: true, isMember: true }, null],
  ])('to %s with %j is answered by %s', (action, facts, reasonCode) => {
    expect(against(action, facts)).toBe(reasonCode);
  });

  it('is always said for every action, with a reason exactly where it is not available', () => {
    const facts = fc.record<ActionFacts>({
      isClosed: fc.boolean(),
      isRestricted: fc.boolean(),
      allocatedTo: fc.constantFrom(null, 'one', 'two'),
      subject: fc.constant('one'),
      mayEdit: fc.boolean(),
      isTeamLeader: fc.boolean(),
      isMember: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, (given) => {
        const actions = availableActions(given);
        expect(actions.map(({ action }) => action)).toEqual([...CASE_ACTIONS]);
        for (const { isAvailable, reasonCode, reason } of actions) {
          expect([reasonCode === null, reason === null]).toEqual([isAvailable, isAvailable]);
        }
      }),
    );
  });
});
