/** The plugin id; also the Backstage event topic and the signal channel we publish on. @public */
export const SPRINTCONNECT_PLUGIN_ID = 'sprintconnect';

/**
 * What the configuration means where it says nothing, as far as several packages read it: `sprintconnect.environments`,
 * `sprintconnect.defaultEnvironment`, and `catalog.providers.sprintconnect.defaultOwner`.
 *
 * @public
 */
export const settingDefaults = {
  environments: ['development', 'staging', 'production'],
  defaultEnvironment: 'development',
  /** A group that grants nothing to anybody: what has no owner belongs to no one until someone says so. */
  defaultOwner: 'group:default/unknown',
} as const;

/** The page of a server, as a path in the portal that notifications and results lead to. @public */
export function pageOfServer(serverId: string): string {
  return `/sprintconnect/servers/${serverId}`;
}

/** Bounds of the REST contract. Lengths are in characters (Unicode code points) unless the name says bytes. @public */
export const limits = {
  nameLength: 100,
  titleLength: 200,
  descriptionLength: 2000,
  urlLength: 2048,
  headers: 20,
  headerLength: 4096,
  remotes: 10,
  tags: 20,
  tagLength: 63,
  entityRefLength: 320,
  timeoutMs: 120_000,
  idempotencyKeyLength: 255,
  bodyBytes: 256 * 1024,
  pageSize: 200,
  pageSizeDefault: 50,
} as const;

/**
 * Annotations that SprintConnect reads from `API` entities of type `mcp-server`. All are optional.
 *
 * @public
 */
export const annotations = {
  /** One of the configured environments. Default: the configured default environment. */
  environment: 'sprintconnect.io/environment',
  /** Name of the shared credential to present to the server, never its value. */
  credential: 'sprintconnect.io/credential',
  /** The older name of `credential`, which is read where that is absent. */
  credentialRef: 'sprintconnect.io/credential-ref',
  /** Time between scheduled discoveries, an ISO 8601 duration such as `PT15M`. */
  discoveryInterval: 'sprintconnect.io/discovery-interval',
  /** Time between health probes, an ISO 8601 duration such as `PT30S`. */
  probeInterval: 'sprintconnect.io/probe-interval',
  /** Longest time of a health probe, an ISO 8601 duration such as `PT10S`. */
  probeTimeout: 'sprintconnect.io/probe-timeout',
  /** Longest time to connect to the server at a discovery, an ISO 8601 duration such as `PT30S`. */
  connectTimeout: 'sprintconnect.io/connect-timeout',
  /** How long a call may take, an ISO 8601 duration such as `PT2M`. */
  callTimeout: 'sprintconnect.io/call-timeout',
  /** The largest result of a call, in bytes, such as `4194304`. */
  resultBytesMax: 'sprintconnect.io/result-bytes-max',
  /** What happens to a result that its output schema does not fit: `off`, `warn` or `strict`. */
  outputSchema: 'sprintconnect.io/output-schema',
  /** Where the signed manifest of the server is published: an https URL. */
  manifestLocation: 'sprintconnect.io/manifest-location',
  /** Written by our entity provider: the id of the server behind the entity. */
  serverId: 'sprintconnect.io/server-id',
  /** Written by our entity provider where there are several: the id of the organisation of the server. */
  organization: 'sprintconnect.io/organization',
} as const;
