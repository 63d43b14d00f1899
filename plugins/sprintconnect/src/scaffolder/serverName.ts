import type { CatalogApi } from '@backstage/plugin-catalog-react';
import type {
  Server,
  SprintConnectClient,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import { isMissing } from '../ui';

/** What names the server, its entity, its repository and its package alike; each of these allows it. */
const SERVER_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LENGTH_MAX = 50;

export function isServerName(name: string): boolean {
  return name.length <= LENGTH_MAX && SERVER_NAME.test(name);
}

/** `ui:options` of the field. */
export interface ServerNameOptions {
  /** The field of the form that holds the environment. Default: `environment`. */
  environmentField?: string;
  /** The template writes an entity of this name, so that no other API of the namespace `default` may have it. Default: no. */
  catalogEntity?: boolean;
}

/** What is asked of a name, once it is one. */
export interface NameQuestion {
  name: string;
  environment: string;
  catalogEntity: boolean;
}

/** `unknown`: it could not be asked. A server that the reader may not see counts as none, as everywhere. */
export type NameAnswer =
  | { state: 'free' | 'unknown' }
  | { state: 'taken'; server: Server }
  | { state: 'entity-taken'; entityRef: string };

const FREE: NameAnswer = { state: 'free' };
const UNKNOWN: NameAnswer = { state: 'unknown' };
/** Of several answers the first of these is told. */
const ORDER = ['taken', 'entity-taken', 'unknown', 'free'];

/** What the form says of a name: a question; or why there is none. */
export function questionOf(asked: {
  name: string | undefined;
  formData: Readonly<Record<string, unknown>>;
  options?: ServerNameOptions;
}): NameQuestion | 'empty' | 'invalid' | 'no-environment' {
  const { name, formData, options = {} } = asked;
  const { environmentField = 'environment', catalogEntity = false } = options;
  if (!name) return 'empty';
  if (!isServerName(name)) return 'invalid';
  const environment = formData[environmentField];
  if (typeof environment !== 'string' || environment === '') {
    return 'no-environment';
  }
  return { name, environment, catalogEntity };
}

/** Whether the name can be had. Never throws. */
export async function askForName(
  question: NameQuestion,
  portal: { client: SprintConnectClient; catalog?: CatalogApi },
  signal?: AbortSignal,
): Promise<NameAnswer> {
  const { name, environment, catalogEntity } = question;
  const { client, catalog } = portal;
  const answers = await Promise.all([
    askRegistry(client, { name, environment }, signal),
    catalogEntity ? askCatalog(catalog, name) : FREE,
  ]);
  const [worst] = answers.sort(
    (one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state),
  );
  return worst;
}

async function askRegistry(
  client: SprintConnectClient,
  server: { environment: string; name: string },
  signal?: AbortSignal,
): Promise<NameAnswer> {
  try {
    const holder = await client.getServerByName(server, { signal });
    return { state: 'taken', server: holder };
  } catch (error) {
    return isNoServer(error) ? FREE : UNKNOWN;
  }
}

/** A portal whose backend lacks SprintConnect answers 404, too, but not in its words. */
function isNoServer(error: unknown): boolean {
  return (
    isMissing(error) && (error as SprintConnectError).problem.requestId !== ''
  );
}

async function askCatalog(
  catalog: CatalogApi | undefined,
  name: string,
): Promise<NameAnswer> {
  if (!catalog) return UNKNOWN;
  const entityRef = `api:default/${name}`;
  try {
    // Asked for as one of many, an entity that is not there is no error in the browser's log.
    const found = await catalog.getEntitiesByRefs({
      entityRefs: [entityRef],
      fields: ['kind'],
    });
    return found.items[0] ? { state: 'entity-taken', entityRef } : FREE;
  } catch {
    return UNKNOWN;
  }
}
