import type { Entity } from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import { entityFaultCodes } from '@sprintconnect/plugin-sprintconnect-common';

/** One server that is registered, one that is not. */
const servers: Entity[] = ['everything', 'unknown'].map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'API',
  metadata: { name, namespace: 'default', title: name },
  spec: {
    type: 'mcp-server',
    lifecycle: 'experimental',
    owner: 'group:default/platform',
    remotes: [{ type: 'streamable-http', url: 'http://localhost:7301/mcp' }],
  },
}));

const people: Entity[] = [
  ['User', 'ada', 'Ada Lovelace'],
  ['User', 'eve', 'Eve Adams'],
  ['User', 'guest', 'Guest'],
  ['Group', 'platform', 'Platform'],
  ['Group', 'data', 'Data and Insight'],
].map(([kind, name, displayName]) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default' },
  spec: { profile: { displayName } },
}));

/** With faults as the catalog module writes them: one that was refused, one that is a server in part. */
const faulty: AlphaEntity[] = [
  {
    name: 'refused',
    code: entityFaultCodes.refused,
    reason:
      'The environment development already has a server named refused, which was not registered by a catalog entity. To let this entity describe it, retire that server on its page: within 5 minutes the entity registers it again, with a new history.',
  },
  {
    name: 'weather',
    code: entityFaultCodes.partly,
    reason: 'spec.remotes[0].headers header X-Key is secret; left out',
  },
].map(({ name, code, reason }) => {
  const [everything] = servers;
  const message = `SprintConnect says: ${reason}`;
  return {
    ...everything,
    metadata: { ...everything.metadata, name, title: name },
    status: {
      items: [
        {
          type: 'backstage.io/catalog-processing',
          level: 'error',
          message,
          error: { name: 'InputError', message, code },
        },
      ],
    },
  };
});

/** What the catalog of the dev app holds. */
export const entities: Entity[] = [...servers, ...people, ...faulty];
