import {
  EntityCardBlueprint,
  EntityContentBlueprint,
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
