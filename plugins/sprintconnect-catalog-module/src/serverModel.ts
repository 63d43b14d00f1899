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

/** Texts, each with its greatest length in UTF-16 code units. */
const ANNOTATIONS = [
  {
    name: annotations.environment,
    title: 'Environment',
    description:
      'Environment of the MCP server, such as production. Must be configured in SprintConnect.',
    maxLength: 63,
  },
  {
    name: annotations.credential,
    title: 'Credential',
    description:
      'Name of the shared credential SprintConnect uses for the MCP server, never the credential itself.',
    maxLength: 100,
  },
  {
    name: annotations.credentialRef,
    title: 'Credential (older name)',
    description:
      'Read where sprintconnect.io/credential is absent. Use that instead.',
    maxLength: 100,
  },
  {
    name: annotations.discoveryInterval,
    title: 'Refresh interval',
    description:
      'Time between scheduled refreshes of the MCP server, as an ISO 8601 duration such as PT15M.',
    maxLength: 40,
  },
  {
    name: annotations.probeInterval,
    title: 'Probe interval',
    description:
      'Time between health probes of the MCP server, as an ISO 8601 duration such as PT30S.',
    maxLength: 40,
  },
  {
    name: annotations.probeTimeout,
    title: 'Probe limit',
    description:
      'Longest time of a health probe of the MCP server, an ISO 8601 duration such as PT10S.',
    maxLength: 40,
  },
  {
    name: annotations.connectTimeout,
    title: 'Connection limit',
    description:
      'Longest time to connect to the MCP server at a discovery, an ISO 8601 duration such as PT30S.',
    maxLength: 40,
  },
  {
    name: annotations.callTimeout,
    title: 'Call limit',
    description:
      'Longest time of a call of the MCP server, an ISO 8601 duration such as PT2M.',
    maxLength: 40,
  },
  {
    name: annotations.resultBytesMax,
    title: 'Result limit',
    description:
      'The largest result of a call of the MCP server, in bytes, such as 4194304.',
    maxLength: 40,
  },
  {
    name: annotations.outputSchema,
    title: 'Output schema',
    description:
      "What happens to a result that doesn't fit its output schema: off, warn, or strict.",
    maxLength: 40,
  },
  {
    name: annotations.manifestLocation,
    title: 'Manifest location',
    description: "https URL of the MCP server's signed manifest.",
    maxLength: 2048,
  },
  {
    name: annotations.serverId,
    title: 'SprintConnect server',
    description:
      "ID of the server behind an entity that SprintConnect provides. Don't use it in your own entities.",
    maxLength: 63,
  },
];

/**
 * What our annotations mean and how they look. All are optional: an `mcp-server` entity that knows nothing
 * of SprintConnect stays as valid as it was.
 */
const annotationsLayer: CatalogModelLayer = createCatalogModelLayer({
  layerId: 'sprintconnect.io/mcp-server-annotations',
  builder: model => {
    for (const { maxLength, ...annotation } of ANNOTATIONS) {
      model.addAnnotation({
        ...annotation,
        schema: { jsonSchema: { type: 'string', minLength: 1, maxLength } },
      });
    }
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
