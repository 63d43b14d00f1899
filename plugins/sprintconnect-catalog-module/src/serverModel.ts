import {
  CatalogModelSources,
  createCatalogModelLayer,
  mcpServerApiEntityModel,
  type CatalogModelLayer,
  type CatalogModelSource,
} from '@backstage/catalog-model/alpha';
import { catalogModelExtensionPoint } from '@backstage/plugin-catalog-node/alpha';
import { annotations } from '@sprintconnect/plugin-sprintconnect-common';

/** The catalog's extension point for model sources. Alpha, so that only this file names it. */
export const modelExtensionPoint = catalogModelExtensionPoint;

const text = (jsonSchema: { [key: string]: string | number }) => ({
  jsonSchema: { type: 'string', ...jsonSchema },
});

/**
 * What our annotations mean and how they look. All are optional: an `mcp-server` entity that knows nothing
 * of SprintConnect stays as valid as it was.
 */
const annotationsLayer: CatalogModelLayer = createCatalogModelLayer({
  layerId: 'sprintconnect.io/mcp-server-annotations',
  builder: model => {
    model.addAnnotation({
      name: annotations.environment,
      title: 'Environment',
      description:
        'Environment of the MCP server, such as production. Must be configured in SprintConnect.',
      schema: text({ minLength: 1, maxLength: 63 }),
    });
    model.addAnnotation({
      name: annotations.credential,
      title: 'Credential',
      description:
        'Name of the shared credential SprintConnect uses for the MCP server, never the credential itself.',
      schema: text({ minLength: 1, maxLength: 100 }),
    });
    model.addAnnotation({
      name: annotations.credentialRef,
      title: 'Credential (older name)',
      description:
        'Read where sprintconnect.io/credential is absent. Use that instead.',
      schema: text({ minLength: 1, maxLength: 100 }),
    });
    model.addAnnotation({
      name: annotations.discoveryInterval,
      title: 'Refresh interval',
      description:
        'Time between scheduled refreshes of the MCP server, as an ISO 8601 duration such as PT15M.',
      schema: text({ minLength: 1, maxLength: 40 }),
    });
    model.addAnnotation({
      name: annotations.probeInterval,
      title: 'Probe interval',
      description:
        'Time between health probes of the MCP server, as an ISO 8601 duration such as PT30S.',
      schema: text({ minLength: 1, maxLength: 40 }),
    });
    model.addAnnotation({
      name: annotations.probeTimeout,
      title: 'Probe limit',
      description:
        'Longest time of a health probe of the MCP server, an ISO 8601 duration such as PT10S.',
      schema: text({ minLength: 1, maxLength: 40 }),
    });
    model.addAnnotation({
      name: annotations.connectTimeout,
      title: 'Connection limit',
      description:
        'Longest time to connect to the MCP server at a discovery, an ISO 8601 duration such as PT30S.',
      schema: text({ minLength: 1, maxLength: 40 }),
    });
    model.addAnnotation({
      name: annotations.callTimeout,
      title: 'Call limit',
      description:
        'Longest time of a call of the MCP server, an ISO 8601 duration such as PT2M.',
      schema: text({ minLength: 1, maxLength: 40 }),
    });
    model.addAnnotation({
      name: annotations.resultBytesMax,
      title: 'Result limit',
      description:
        'The largest result of a call of the MCP server, in bytes, such as 4194304.',
      schema: text({ minLength: 1, maxLength: 40 }),
    });
    model.addAnnotation({
      name: annotations.outputSchema,
      title: 'Output schema',
      description:
        "What happens to a result that doesn't fit its output schema: off, warn, or strict.",
      schema: text({ minLength: 1, maxLength: 40 }),
    });
    model.addAnnotation({
      name: annotations.manifestLocation,
      title: 'Manifest location',
      description: "https URL of the MCP server's signed manifest.",
      schema: text({ minLength: 1, maxLength: 2048 }),
    });
    model.addAnnotation({
      name: annotations.serverId,
      title: 'SprintConnect server',
      description:
        "ID of the server behind an entity that SprintConnect provides. Don't use it in your own entities.",
      schema: text({ minLength: 1, maxLength: 63 }),
    });
  },
});

/**
 * Where the host did not choose the upstream ai-model module, entities with only a `definition` were valid
 * before this module came, and must stay so. `remotes` is therefore known but not demanded.
 */
const toleranceLayer: CatalogModelLayer = createCatalogModelLayer({
  layerId: 'sprintconnect.io/mcp-server-tolerance',
  builder: model => {
    model.updateKind({
      names: { kind: 'API' },
      versions: [
        {
          name: ['v1alpha1', 'v1beta1'],
          specType: 'mcp-server',
          schema: {
            jsonSchema: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  required: ['type', 'lifecycle', 'owner'],
                  properties: { remotes: { type: 'array', minItems: 0 } },
                },
              },
            },
          },
        },
      ],
    });
  },
});

/**
 * The model of `API` entities of `spec.type: mcp-server`: Backstage's own, with our annotations.
 * With `strict` (the upstream ai-model module is installed) its rules stand as they are; the catalog counts
 * the layer that both bring once.
 */
export function serverModel(options: { strict: boolean }): CatalogModelSource {
  return CatalogModelSources.static([
    mcpServerApiEntityModel,
    annotationsLayer,
    ...(options.strict ? [] : [toleranceLayer]),
  ]);
}
