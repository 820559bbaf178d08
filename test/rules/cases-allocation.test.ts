import { describe, expect, it } from '@jest/globals';
import { SupportCase } from '../../src/cases/support-case.entity.js';
import { Task } from '../../src/cases/task.entity.js';

const NOW = new Date('2019-04-01T09:00:00Z');

function aCase(changes: Partial<SupportCase> = {}): SupportCase {
  return Object.assign(
    new SupportCase(),
    { closedAt: null, allocatedTo: null, allocatedTeam: 'central', version: 3 },
    changes,
  );
}

function aTask(changes: Partial<Task> = {}): Task {
  const open = {
    kind: 'call-person',
    owner: null,
    completedAt: null,
    cancelledAt: null,
    version: 1,
  } as const;
  return Object.assign(new Task(), open, changes);
}

const mover = (subject: string, isTeamLeader = false, version = 3) => ({ subject, isTeamLeader, version });
const codeOf = (act: () => void): string => {
  try {
    act();
    return 'done';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('A case', () => {
  it('goes to whoever takes it, one version on', () => {
    const supportCase = aCase();
    supportCase.allocate({ subject: 'one', team: 'central' }, mover('one'), NOW);
    expect(supportCase).toMatchObject({ allocatedTo: 'one', version: 4, updatedAt: NOW });
  });

  it.each([
    ['a colleague has it', aCase({ allocatedTo: 'two' }), mover('one'), 'already-allocated'],
    [
      'a colleague has it and the version is old',
      aCase({ allocatedTo: 'two' }),
      mover('one', false, 2),
      'already-allocated',
    ],
    ['a leader read an older version', aCase({ allocatedTo: 'two' }), mover('boss', true, 2), 'stale-edit'],
    ['it is closed', aCase({ closedAt: NOW }), mover('boss', true), 'case-closed'],
    ['it is there already', aCase({ allocatedTo: 'one' }), mover('one'), 'already-yours'],
    ['a leader takes it over', aCase({ allocatedTo: 'two' }), mover('boss', true), 'done'],
  ])('where %s', (_where, supportCase, by, code) => {
    expect(codeOf(() => supportCase.allocate({ subject: 'one', team: 'central' }, by, NOW))).toBe(code);
  });
});

describe('A task', () => {
  it.each([
    ['ended', aTask({ completedAt: NOW }), 'task-not-open'],
    ['cancelled', aTask({ cancelledAt: NOW }), 'task-not-open'],
    ['a review of access', aTask({ kind: 'review-break-glass' }), 'ends-elsewhere'],
    ['of another version', aTask({ version: 2 }), 'stale-edit'],
    ['open', aTask(), 'done'],
  ])('that is %s is completed accordingly', (_which, task, code) => {
    expect(codeOf(() => task.complete('one', 'done', 1, NOW))).toBe(code);
  });

  it('is taken from nobody', () => {
    expect(codeOf(() => aTask({ owner: 'two' }).take('one', 1))).toBe('already-taken');
    expect(codeOf(() => aTask({ owner: 'one' }).take('one', 1))).toBe('done');
  });
});
