import permissionPlugin from '@backstage/plugin-permission-backend';
import {
  capabilityConditions as capability,
  serverConditions as server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { askingServices } from 'testing';
import { databaseIds } from './__testUtils__';
import { fillNarrowed, type Ids } from './__testUtils__/narrowed/fixtures';
import { type Holding, policyOf } from './__testUtils__/narrowed/policyOf';
import { readView } from './__testUtils__/narrowed/readView';
import { type Seen, viewOf } from './__testUtils__/narrowed/View';
import { user } from './__testUtils__/routeWalk/callers';
import { OWNERS } from './__testUtils__/routeWalk/people';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';

const all = () => true;
const weather = server.hasTag({ tag: 'weather' });
const ofTides = capability.isOwner({ claims: [OWNERS] });

/** What a policy says, and beside it in plain words what must be seen. */
const CASES: Record<string, Seen & { holding: Holding }> = {
  everything: {
    holding: { 'server.read': true, 'capability.read': true },
    server: all,
    capability: all,
  },
  'all servers, and nothing that they offer': {
    holding: { 'server.read': true },
    server: all,
  },
  'IS_OWNER, IS_READ_ONLY': {
    holding: {
      'server.read': server.isOwner({ claims: [OWNERS] }),
      'capability.read': capability.isReadOnly(),
    },
    server: ({ owner }) => owner === OWNERS,
    capability: ({ effect }) => effect === 'read-only',
  },
  'IN_ENVIRONMENT, IS_DESTRUCTIVE': {
    holding: {
      'server.read': server.inEnvironment({
        environments: ['staging', 'development'],
      }),
      'capability.read': capability.isDestructive(),
    },
    server: ({ environment }) => environment !== 'production',
    capability: ({ effect }) => effect === 'destructive',
  },
  'HAS_TAG, CAPABILITY_NAME': {
    holding: {
      'server.read': weather,
      'capability.read': capability.capabilityName({ pattern: '*_note*' }),
    },
    server: ({ tags }) => tags.includes('weather'),
    capability: ({ name }) => name.includes('_note'),
  },
  'HAS_LIFECYCLE, CAPABILITY_KIND': {
    holding: {
      'server.read': server.hasLifecycle({ lifecycles: ['experimental'] }),
      'capability.read': capability.capabilityKind({
        kinds: ['prompt', 'resource'],
      }),
    },
    server: ({ lifecycle }) => lifecycle === 'experimental',
    capability: ({ kind }) => kind !== 'tool',
  },
  'HAS_STATUS, not IS_DESTRUCTIVE': {
    holding: {
      'server.read': server.hasStatus({ statuses: ['quarantined', 'retired'] }),
      'capability.read': { not: capability.isDestructive() },
    },
    server: ({ status }) => status !== 'active',
    capability: ({ effect }) => effect !== 'destructive',
  },
  'not IS_OWNER, also where nobody owns': {
    holding: {
      'server.read': { not: server.isOwner({ claims: [OWNERS] }) },
      'capability.read': true,
    },
    server: ({ owner }) => owner !== OWNERS,
    capability: all,
  },
  'anyOf with allOf and not': {
    holding: {
      'server.read': {
        anyOf: [
          server.inEnvironment({ environments: ['staging'] }),
          { allOf: [weather, { not: server.hasTag({ tag: 'public' }) }] },
        ],
      },
      'capability.read': {
        anyOf: [
          { allOf: [ofTides, capability.isDestructive()] },
          { not: { anyOf: [ofTides, capability.isReadOnly()] } },
        ],
      },
    },
    server: ({ environment, tags }) =>
      environment === 'staging' ||
      (tags.includes('weather') && !tags.includes('public')),
    capability: ({ effect }, { owner }) =>
      owner === OWNERS ? effect === 'destructive' : effect !== 'read-only',
  },
  'conditions that nothing fits': {
    holding: {
      'server.read': { allOf: [weather, { not: weather }] },
      'capability.read': true,
    },
    server: () => false,
    capability: all,
  },
};
const cases = Object.keys(CASES);
const nameOf = (what: string) => `acme-${cases.indexOf(what)}`;

describe.each(databaseIds)(
  'a caller whom the permission backend narrows, on %s',
  id => {
    let portal: Portal;
    let ids: Ids;

    beforeAll(async () => {
      const people = new Map(
        cases.map(what => [nameOf(what), CASES[what].holding]),
      );
      portal = await startPortal(id, {
        features: [permissionPlugin, policyOf(people), ...askingServices],
      });
      ids = await fillNarrowed(portal);
    });
    afterAll(() => portal?.stop());

    it.each(cases)('sees exactly what fits, everywhere: %s', async what => {
      const view = await readView(portal, user(nameOf(what)), ids);
      const expected = viewOf(CASES[what]);
      expect(view).toMatchObject(expected);
      expect(view.organisation).toMatchObject({ servers: expected.counted });
    });

    it('sees nothing without the permissions', async () => {
      const { organisation, ...view } = await readView(
        portal,
        user('acme-nobody'),
        ids,
      );
      const values = JSON.stringify(view).match(/\b\d{3}\b/g);
      expect(new Set(values)).toEqual(new Set(['403']));
      expect(organisation).not.toHaveProperty('servers');
    });
  },
);
