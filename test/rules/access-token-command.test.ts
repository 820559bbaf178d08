import { describe, expect, it } from '@jest/globals';
import { ROLES } from '../../src/platform/access/permissions.js';
import { askedFor, UsageError } from '../../src/platform/access/token-command.js';

describe('the person a development token is asked for', () => {
  it.each(ROLES)('is the first %s', (role) => {
    expect(askedFor(['--role', role])).toMatchObject({ subject: `dev-${role}-1`, roles: [role] });
  });

  it('is one of the invented staff by name, with the role or without', () => {
    expect(askedFor(['--subject', 'dev-coordinator-2']).roles).toEqual(['coordinator']);
    expect(askedFor(['--role=team-leader', '--subject=dev-team-leader-2']).team).toBe('specialist');
  });

  it('is somebody new with the role given', () => {
    expect(askedFor(['--role', 'auditor', '--subject', 'somebody-else'])).toEqual({
      subject: 'somebody-else',
      roles: ['auditor'],
      displayName: 'Invented somebody-else',
    });
  });

  it.each([
    [[], 'Name a role'],
    [['--subject', 'somebody-else'], 'Name a role'],
    [['--role', 'king'], 'There is no role "king"'],
    [['--role', 'auditor', '--subject', 'dev-coordinator-1'], 'does not have the role auditor'],
    [['--role', 'auditor', '--subject', 'a b'], 'A subject is'],
    [['--role', 'auditor', '--subject', 'service:val'], 'A subject is'],
    [['--rule', 'auditor'], '--rule'],
    [['auditor'], 'auditor'],
    [['--role'], '--role'],
  ])('cannot be read from %j', (args, reason) => {
    expect(() => askedFor(args)).toThrow(UsageError);
    expect(() => askedFor(args)).toThrow(reason);
  });
});
