import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { WidgetFrame } from './WidgetFrame';

/** A widget for the home page, named `SprintConnectAttention` in its layout. */
export const homeWidget = HomePageWidgetBlueprint.make({
  name: 'attention',
  params: {
    name: 'SprintConnectAttention',
    title: 'MCP servers that need attention',
    description:
      'Degraded and unhealthy servers, yours first, with the reason and how long',
    components: () =>
      import('./AttentionWidget').then(({ AttentionWidget }) => ({
        Content: AttentionWidget,
      })),
    layout: {
      width: { minColumns: 3, defaultColumns: 6 },
      height: { minRows: 2, defaultRows: 4 },
    },
    // Our own frame, so that its title is a translation message like every other word.
    componentProps: { Renderer: WidgetFrame },
  },
});
