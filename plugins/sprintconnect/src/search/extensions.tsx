import {
  SearchFilterResultTypeBlueprint,
  SearchResultListItemBlueprint,
} from '@backstage/plugin-search-react/alpha';
import { RiHammerLine, RiPlugLine } from '@remixicon/react';

const loadItem = () =>
  import('./SearchResultItem').then(({ SearchResultItem }) => SearchResultItem);

export const serverResultItem = SearchResultListItemBlueprint.make({
  name: 'server',
  params: {
    icon: <RiPlugLine />,
    predicate: result => result.type === 'mcp-server',
    component: loadItem,
  },
});

export const capabilityResultItem = SearchResultListItemBlueprint.make({
  name: 'capability',
  params: {
    icon: <RiHammerLine />,
    predicate: result => result.type === 'mcp-capability',
    component: loadItem,
  },
});

export const serverResultType = SearchFilterResultTypeBlueprint.make({
  name: 'server',
  params: { value: 'mcp-server', name: 'MCP servers', icon: <RiPlugLine /> },
});

export const capabilityResultType = SearchFilterResultTypeBlueprint.make({
  name: 'capability',
  params: {
    value: 'mcp-capability',
    name: 'MCP capabilities',
    icon: <RiHammerLine />,
  },
});
