import {
  EntityCardBlueprint,
  EntityContentBlueprint,
  EntityContentLayoutBlueprint,
} from '@backstage/plugin-catalog-react/alpha';

const mcpServers = { kind: 'api', 'spec.type': 'mcp-server' };

export const entityCard = EntityCardBlueprint.make({
  name: 'server',
  params: {
    filter: mcpServers,
    // Beside the content, where it is seen without scrolling past the cards of api-docs.
    type: 'info',
    loader: () =>
      import('./EntityServerCard').then(({ EntityServerCard }) => (
        <EntityServerCard />
      )),
  },
});

export const entityHealthCard = EntityCardBlueprint.make({
  name: 'health',
  params: {
    filter: mcpServers,
    type: 'info',
    loader: () =>
      import('./EntityHealthCard').then(({ EntityHealthCard }) => (
        <EntityHealthCard />
      )),
  },
});

export const entityHealth = EntityContentBlueprint.make({
  name: 'health',
  params: {
    path: '/health',
    title: 'Health',
    filter: mcpServers,
    loader: () =>
      import('./EntityHealth').then(({ EntityHealth }) => <EntityHealth />),
  },
});

export const entityCapabilities = EntityContentBlueprint.make({
  name: 'capabilities',
  params: {
    path: '/capabilities',
    title: 'Capabilities',
    filter: mcpServers,
    loader: () =>
      import('./EntityCapabilities').then(({ EntityCapabilities }) => (
        <EntityCapabilities />
      )),
  },
});

export const entityVersions = EntityContentBlueprint.make({
  name: 'versions',
  params: {
    path: '/versions',
    title: 'Versions',
    filter: mcpServers,
    loader: () =>
      import('./EntityVersions').then(({ EntityVersions }) => (
        <EntityVersions />
      )),
  },
});

/** Which card of which plugin stands first no card can say; the layout of the overview can. */
export const entityLayout = EntityContentLayoutBlueprint.make({
  name: 'server',
  params: {
    filter: mcpServers,
    loader: () =>
      import('./EntityLayout').then(({ EntityLayout }) => EntityLayout),
  },
});
