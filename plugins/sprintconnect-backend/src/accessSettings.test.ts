import { ConfigReader } from '@backstage/config';
import { readSettings } from './config';

const read = (access: object | null) =>
  readSettings(new ConfigReader({ sprintconnect: { access } } as never)).access;
const issuer = { issuer: 'https://id.example', audience: 'sprintconnect' };

describe('the section access of the configuration', () => {
  it('has a default for everything but who an issuer is', () => {
    const nothing = {
      decisionSeconds: 5,
      issuers: [],
      roles: { admin: [], engineer: [], viewer: [] },
      dpop: { requireNonce: true, maxAgeSeconds: 60 },
    };
    expect(read({})).toEqual(nothing);
    expect(read(null)).toEqual(nothing);
    expect(read({ issuers: [issuer] }).issuers).toEqual([
      {
        issuer: 'https://id.example',
        audience: ['sprintconnect'],
        algorithms: ['ES256', 'EdDSA', 'Ed25519', 'PS256', 'RS256'],
        types: ['at+jwt'],
        clockSkewSeconds: 30,
        claims: { subject: 'sub', scopes: 'scope' },
      },
    ]);
  });

  it.each<[string, object]>([
    ['algorithms', { issuers: [{ ...issuer, algorithms: ['none'] }] }],
    ['algorithms', { issuers: [{ ...issuer, algorithms: ['HS256'] }] }],
    ['algorithms', { issuers: [{ ...issuer, algorithms: [] }] }],
    ['audience', { issuers: [{ ...issuer, audience: [] }] }],
    ['audience', { issuers: [{ issuer: issuer.issuer }] }],
    ['issuer', { issuers: [{ ...issuer, issuer: 'http://id.example' }] }],
    ['jwksUrl', { issuers: [{ ...issuer, jwksUrl: 'http://id.example/k' }] }],
    ['issuers', { issuers: [issuer, issuer] }],
    ['requireBinding', { issuers: [{ ...issuer, requireBinding: 'x' }] }],
    ['clockSkewSeconds', { issuers: [{ ...issuer, clockSkewSeconds: 301 }] }],
    [
      'clientCertificate',
      { clientCertificate: { header: 'x-forwarded-client-cert' } },
    ],
    [
      'proxies',
      { clientCertificate: { header: 'client-cert', proxies: ['proxy'] } },
    ],
    ['header', { clientCertificate: { header: 'cookie', proxies: ['::1'] } }],
    ['access', { isuers: [] }],
  ])('names the fault in %s', (where, access) => {
    expect(() => read(access)).toThrow(where);
  });
});
