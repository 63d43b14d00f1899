import { messages } from '../translation/translation';
import type { Translate } from '../translation';
import {
  type CredentialDraft,
  credentialOf,
  draftFrom,
  emptyCredential,
} from './credentialDraft';
import { answeredFaults, credentialFaults } from './credentialFaults';
import { credentials } from '../../dev/credentials';

/** Says messages in English, as the portal does. */
const t = ((key: string, values: Record<string, string> = {}) => {
  const text = key
    .split('.')
    .reduce<unknown>(
      (node, step) => (node as Record<string, unknown>)[step],
      messages,
    );
  return String(text).replace(/{{(\w+)}}/g, (_, name) => values[name]);
}) as Translate;

const draftOf = (given: Partial<CredentialDraft>): CredentialDraft => ({
  ...emptyCredential(),
  ...given,
});
const faultsOf = (given: Partial<CredentialDraft>) =>
  credentialFaults(draftOf(given), t).map(each => each.message);

const PEM = '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----';

describe('credentialOf', () => {
  it.each<[Partial<CredentialDraft>, object]>([
    [
      { secret: ' abc\n', username: 'left from another type' },
      { type: 'bearer', secret: 'abc' },
    ],
    [
      { type: 'header', headerName: ' X-Key ', secret: 'abc' },
      { type: 'header', name: 'X-Key', secret: 'abc' },
    ],
    [
      { type: 'basic', username: 'ada', password: ' with blanks ' },
      { type: 'basic', username: 'ada', password: ' with blanks ' },
    ],
    [
      { type: 'mtls', certificate: PEM, privateKey: PEM },
      { type: 'mtls', certificate: PEM, privateKey: PEM },
    ],
    [
      {
        type: 'mtls',
        certificate: PEM,
        privateKey: PEM,
        passphrase: 'open',
        rotateEveryDays: '30',
      },
      {
        type: 'mtls',
        certificate: PEM,
        privateKey: PEM,
        passphrase: 'open',
        rotateEveryDays: 30,
      },
    ],
    [
      { secret: ' file:weather/token ', byReference: true },
      { type: 'bearer', secret: { ref: 'file:weather/token' } },
    ],
    [
      {
        type: 'oauth-client-credentials',
        clientId: 'app',
        issuer: 'https://login.example.com',
        tokenEndpoint: 'https://left.example.com',
        clientSecret: 'abc',
        privateKey: 'left',
        keyId: 'left',
        scopes: 'read  write',
        audience: 'weather',
        sendsResource: false,
      },
      {
        type: 'oauth-client-credentials',
        clientId: 'app',
        issuer: 'https://login.example.com',
        clientAuthentication: 'client_secret_basic',
        clientSecret: 'abc',
        scopes: ['read', 'write'],
        audience: 'weather',
        resource: 'omit',
      },
    ],
    [
      {
        type: 'oauth-client-credentials',
        clientId: 'app',
        endpointBy: 'tokenEndpoint',
        tokenEndpoint: 'https://login.example.com/token',
        clientAuthentication: 'private_key_jwt',
        clientSecret: 'left',
        privateKey: PEM,
        keyId: 'one',
        algorithm: 'ES256',
      },
      {
        type: 'oauth-client-credentials',
        clientId: 'app',
        tokenEndpoint: 'https://login.example.com/token',
        clientAuthentication: 'private_key_jwt',
        privateKey: PEM,
        keyId: 'one',
        algorithm: 'ES256',
      },
    ],
  ])('of %j is what its type takes, and nothing else', (given, expected) => {
    expect(credentialOf(draftOf(given))).toEqual(expected);
    expect(faultsOf(given)).toEqual([]);
  });
});

describe('draftFrom', () => {
  it('takes over what is no secret', () => {
    const [oauth] = credentials;
    expect(draftFrom(oauth)).toEqual({
      ...emptyCredential('oauth-client-credentials'),
      clientId: 'sprintconnect-billing',
      issuer: 'https://login.example.com/realms/acme',
      scopes: 'invoices:read',
      rotateEveryDays: '90',
    });
  });
});

describe('credentialFaults', () => {
  it.each<[Partial<CredentialDraft>, string[]]>([
    [{}, ['Token is required.']],
    [{ secret: '  ' }, ['Token is required.']],
    [{ type: 'header' }, ['Header name is required.', 'Value is required.']],
    [{ type: 'basic' }, ['User name is required.', 'Password is required.']],
    [
      { type: 'mtls' },
      ['Certificate (PEM) is required.', 'Private key (PEM) is required.'],
    ],
    [
      { type: 'oauth-client-credentials' },
      [
        'Issuer URL is required.',
        'Client ID is required.',
        'Client secret is required.',
      ],
    ],
    [
      {
        type: 'oauth-client-credentials',
        clientAuthentication: 'private_key_jwt',
        endpointBy: 'tokenEndpoint',
      },
      [
        'Token endpoint URL is required.',
        'Client ID is required.',
        'Private key (PEM or JWK) is required.',
      ],
    ],
    [
      { byReference: true, secret: 'hunter2' },
      ['Token (reference) must be a reference such as file:weather/token.'],
    ],
    [{ byReference: true }, ['Token (reference) is required.']],
    [{ secret: 'x'.repeat(9000) }, ['Token is too long.']],
    [
      { type: 'mtls', certificate: 'abc', privateKey: PEM },
      ['Certificate (PEM) must be PEM, which begins with -----BEGIN.'],
    ],
    [
      {
        type: 'oauth-client-credentials',
        clientId: 'a',
        clientSecret: 'b',
        issuer: 'login',
      },
      ['Issuer URL must be an http or https URL.'],
    ],
    [
      { secret: 'abc', rotateEveryDays: '0' },
      ['Remind to rotate every (days) must be a whole number from 1 to 3650.'],
    ],
  ])('of %j are %j', (given, expected) => {
    expect(faultsOf(given)).toEqual(expected);
  });

  it('never repeat what was typed', () => {
    const typed = 'hunter2 \u0000 ü';
    for (const type of ['bearer', 'header', 'basic', 'mtls'] as const) {
      const said = faultsOf({
        type,
        headerName: 'X-Key',
        username: 'ada',
        secret: typed,
        password: typed,
        certificate: typed,
        privateKey: typed,
      });
      expect(said.length).toBeGreaterThan(0);
      expect(said.join()).not.toContain('hunter2');
    }
  });
});

describe('answeredFaults', () => {
  it('stand at their fields; what is about something else is left out', () => {
    const faults = answeredFaults(
      draftOf({ type: 'header', byReference: true }),
      {
        at: 'credential',
        faults: [
          { path: 'credential.name', message: "isn't an HTTP header name" },
          { path: 'credential.secret.ref', message: 'is not there.' },
          { path: 'credential.unheardOf', message: 'is odd' },
          { path: 'credential', message: 'is odd' },
          { path: 'name', message: 'is already used' },
        ],
      },
      t,
    );
    expect(faults).toEqual([
      {
        field: 'headerName',
        message: "Header name isn't an HTTP header name.",
      },
      { field: 'secret', message: 'Value (reference) is not there.' },
    ]);
  });

  it('of both ways to the token endpoint stand at the one that shows', () => {
    const faults = [{ path: 'credential.issuer', message: 'is needed' }];
    const draft = draftOf({
      type: 'oauth-client-credentials',
      endpointBy: 'tokenEndpoint',
    });
    expect(answeredFaults(draft, { at: 'credential', faults }, t)).toEqual([
      { field: 'tokenEndpoint', message: 'Token endpoint URL is needed.' },
    ]);
  });
});
