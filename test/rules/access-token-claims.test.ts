import { describe, expect, it } from '@jest/globals';
import { claimAt, readUser } from '../../src/platform/access/token-claims.js';
import { ROLES } from '../../src/platform/access/permissions.js';
import { Forbidden } from '../../src/platform/problems/problem.js';
import { goodClaims, RULES } from '../support/access-tokens.js';

const read = (claims: object, names: object = {}) =>
  readUser({ ...goodClaims(), ...claims }, { ...RULES, ...names });

describe('roles', () => {
  it('are read from the claim of the settings', () => {
    expect(read({ roles: [...ROLES] }).roles).toEqual([...ROLES]);
  });

  it('may lie deeper, as in Keycloak', () => {
    const claims = { roles: [], realm_access: { roles: ['offline_access', 'auditor'] } };
    expect(read(claims, { rolesClaim: 'realm_access.roles' }).roles).toEqual(['auditor']);
  });

  it('may be in a claim whose name is an address, as in Auth0', () => {
    const claims = { 'https://val.example.org/roles': ['referrer'] };
    expect(read(claims, { rolesClaim: 'https://val.example.org/roles' }).roles).toEqual(['referrer']);
  });

  it('may be words in one text', () => {
    expect(read({ roles: 'openid coordinator team-leader' }).roles).toEqual(['coordinator', 'team-leader']);
  });

  it('that are unknown give nothing and take nothing away', () => {
    expect(read({ roles: ['superuser', 'coordinator', 7, null, { coordinator: true }] }).roles).toEqual([
      'coordinator',
    ]);
  });

  it.each([
    [undefined],
    [null],
    [[]],
    [''],
    [['Coordinator']],
    [['coordinator ']],
    [['superuser']],
    [{ coordinator: true }],
    [true],
    [[['coordinator']]],
    ['coordinators'],
  ])('that are none of ours (%j) are refused as no-role', (roles) => {
    const attempt = () => read({ roles });
    expect(attempt).toThrow(Forbidden);
    expect(attempt).toThrow('no-role');
  });

  it.each(['__proto__', 'constructor.name', 'toString', 'roles.length.x', 'roles.roles', 'a..b', '.'])(
    'are not found at %s, which the token itself does not have',
    (path) => {
      expect(claimAt(goodClaims(), path)).toBeUndefined();
      expect(() => read({}, { rolesClaim: path })).toThrow('no-role');
    },
  );
});

describe('the second factor', () => {
  const needed = { requiredAcr: 'mfa' };

  it('is asked of people where the settings ask for it', () => {
    expect(() => read({}, needed)).toThrow(expect.objectContaining({ reason: 'stronger-sign-in' }));
    expect(() => read({ acr: 'pwd', amr: ['pwd'] }, needed)).toThrow(
      expect.objectContaining({ status: 401 }),
    );
    expect(() => read({ amr: 'mfa' }, needed)).toThrow();
  });

  it('is shown by acr or by amr', () => {
    expect(read({ acr: 'mfa' }, needed).subject).toBe('someone-invented');
    expect(read({ amr: ['pwd', 'mfa'] }, needed).subject).toBe('someone-invented');
  });

  it('is not asked of a machine, unless it has a role of people too', () => {
    expect(read({ roles: ['intake-service'] }, needed).roles).toEqual(['intake-service']);
    expect(() => read({ roles: ['intake-service', 'coordinator'] }, needed)).toThrow();
  });
});

describe('name and team', () => {
  it('are taken where they are usable', () => {
    expect(read({})).toMatchObject({ displayName: 'Invented Person', team: 'central' });
  });

  it.each([[undefined], [''], ['  '], [7], [{}], ['\u0000\u202e']])('leave out a name of %j', (name) => {
    expect(read({ name })).not.toHaveProperty('displayName');
  });

  it('loses what cannot be seen, and what is too long, from a name', () => {
    expect(read({ name: ' Invented\u0000Pers\u202eon\n' }).displayName).toBe('Invented Pers on');
    expect(read({ name: 'n'.repeat(500) }).displayName).toHaveLength(200);
  });

  it.each([[undefined], [''], ['Central Team'], ["central'--"], [['central']], ['-central']])(
    'leave out a team of %j',
    (team) => {
      expect(read({ team })).not.toHaveProperty('team');
    },
  );
});
