import type { SchedulerServiceTaskRunner } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { EntityProviderConnection } from '@backstage/plugin-catalog-node';
import type { OfferedTemplate } from './offerTemplates';
import { TemplateProvider } from './TemplateProvider';

const offered = {
  file: '/opt/templates/a/template.yaml',
  entity: {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: { name: 'a' },
    spec: { type: 'mcp-server', owner: 'group:default/a', steps: [] },
  },
} as OfferedTemplate;

function provide(offer: () => Promise<OfferedTemplate[]>) {
  const written: unknown[] = [];
  const logger = mockServices.logger.mock();
  let again: () => Promise<void> = async () => {};
  const provider = new TemplateProvider({
    offer,
    logger,
    schedule: {
      async run({ fn }) {
        again = async () => fn(new AbortController().signal);
        await again();
      },
    } as SchedulerServiceTaskRunner,
  });
  const connection = {
    applyMutation: async (mutation: unknown) => {
      written.push(mutation);
    },
  } as EntityProviderConnection;
  return { provider, connection, written, logger, again: () => again() };
}

describe('TemplateProvider', () => {
  it('tells the catalog of the templates with the files that they come from, once', async () => {
    const { provider, connection, written, again } = provide(async () => [
      offered,
    ]);
    await provider.connect(connection);
    await again();
    const file = 'file:/opt/templates/a/template.yaml';
    expect(written).toEqual([
      {
        type: 'full',
        entities: [
          {
            locationKey: 'sprintconnect-templates',
            entity: {
              ...offered.entity,
              metadata: {
                name: 'a',
                annotations: {
                  'backstage.io/managed-by-location': file,
                  'backstage.io/managed-by-origin-location': file,
                },
              },
            },
          },
        ],
      },
    ]);
  });

  it('leaves the catalog as it is until the scaffolder answers', async () => {
    let isUp = false;
    const { provider, connection, written, logger, again } = provide(
      async () => {
        if (!isUp) throw new Error('Not yet');
        return [offered];
      },
    );
    await provider.connect(connection);
    expect(written).toEqual([]);
    expect(logger.warn).not.toHaveBeenCalled();
    for (let attempt = 2; attempt <= 7; attempt++) await again();
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('Not yet'),
    );
    isUp = true;
    await again();
    expect(written).toHaveLength(1);
  });

  it('does not keep the catalog from starting', async () => {
    const { connection, written, logger } = provide(async () => [offered]);
    const provider = new TemplateProvider({
      offer: async () => [offered],
      logger,
      schedule: {
        run: async () => {
          throw new Error('No schedule');
        },
      } as unknown as SchedulerServiceTaskRunner,
    });
    await expect(provider.connect(connection)).resolves.toBeUndefined();
    expect(logger.error).toHaveBeenCalled();
    expect(written).toEqual([]);
  });
});
