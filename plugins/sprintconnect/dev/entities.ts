import type { Entity } from '@backstage/catalog-model';

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

/** What the catalog of the dev app holds. */
export const entities: Entity[] = [...servers, ...people];
