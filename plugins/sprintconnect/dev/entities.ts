import type { Entity } from '@backstage/catalog-model';

/** What the catalog of the dev app holds: one server that is registered, one that is not. */
export const entities: Entity[] = ['everything', 'unknown'].map(name => ({
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
