import { useApiHolder, useRouteRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { newServerRouteRef } from '../../routes';
import { useLoad } from '../../ui';

/** The tab of the scaffolder that lists templates, narrowed to those of ours. Its root forgets what it is asked for. */
const LISTED = '/templates?filters%5Btype%5D=mcp-server';

/**
 * Where templates make MCP servers. Undefined while nobody knows whether the reader has such a template, where there is none, and
 * in a portal without the scaffolder.
 */
export function useNewServerPath(): string | undefined {
  const templatesPath = useRouteRef(newServerRouteRef)?.();
  const catalog = useApiHolder().get(catalogApiRef);
  const { value: exists } = useLoad(templatesPath ?? '', async () => {
    if (!templatesPath || !catalog) return false;
    const { items } = await catalog.queryEntities({
      filter: { kind: 'template', 'spec.type': 'mcp-server' },
      fields: ['kind'],
      limit: 1,
    });
    return items.length > 0;
  });
  return templatesPath && exists ? `${templatesPath}${LISTED}` : undefined;
}
