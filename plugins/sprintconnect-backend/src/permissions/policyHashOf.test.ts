import { ConfigReader } from '@backstage/config';
import { readSettings } from '../config';
import { policyHashOf } from './policyHashOf';

const hashOf = (sprintconnect: object) =>
  policyHashOf(readSettings(new ConfigReader({ sprintconnect })));

const issuer = { issuer: 'https://login.example', audience: 'portal' };

describe('the hash of the policy', () => {
  it('is the same for the same rules, however they are written', () => {
    expect(hashOf({})).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf({ access: { roles: { admin: 'group:default/a' } } })).toBe(
      hashOf({
        access: { roles: { viewer: null, admin: ['group:default/a'] } },
      }),
    );
    expect(hashOf({ jobs: { leaseSeconds: 60 } })).toBe(hashOf({}));
  });

  it.each([
    { access: { roles: { admin: 'group:default/a' } } },
    { access: { roles: { engineer: 'group:default/a' } } },
    { access: { issuers: [issuer] } },
    { access: { issuers: [{ ...issuer, requireBinding: 'dpop' }] } },
    { access: { dpop: { requireNonce: false } } },
    { tenancy: { mode: 'catalog' } },
  ])('is another with %j', sprintconnect => {
    expect(hashOf(sprintconnect)).not.toBe(hashOf({}));
  });
});
