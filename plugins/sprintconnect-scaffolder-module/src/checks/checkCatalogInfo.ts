import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  annotationPath,
  annotations,
  type CatalogServer,
  type Fault,
  fromEntity,
  remotesOf,
  secretsOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { parseAllDocuments } from 'yaml';
import type { Asked } from './Asked';
import { checkServer, findServer, nameFault } from './checkServer';

/** What a catalog-info.yaml would become. `notes` are of what would be left out of the servers; they keep none away. */
export interface CatalogInfoCheck {
  faults: Fault[];
  notes: Fault[];
  servers: CatalogServer[];
}

/** Only of a validation: the catalog asks for the place of an entity, and reads nothing there. */
const PLACE = 'url:https://example.com/catalog-info.yaml';

/**
 * What the portal would say of the MCP servers of a catalog-info.yaml: its catalog, our intake and the registry. Reads, and writes
 * nothing. `isNew` means that nobody may have the names yet.
 */
export async function checkCatalogInfo(
  asked: Asked,
  text: string,
  options: { defaultEnvironment: string; isNew: boolean },
): Promise<CatalogInfoCheck> {
  const { entities, faults } = readEntities(text);
  const checks = await Promise.all(
    entities.map(entity => checkEntity(asked, entity, options)),
  );
  return {
    faults: [...faults, ...checks.flatMap(check => check.faults)],
    notes: checks.flatMap(check => check.notes),
    servers: checks.flatMap(check => check.servers),
  };
}

function readEntities(text: string): { entities: Entity[]; faults: Fault[] } {
  const documents = parseAllDocuments(text, { logLevel: 'error' });
  const faults = documents.flatMap(({ errors }) =>
    errors.map(({ message }) => ({
      path: '',
      message: `the file isn't YAML: ${message.split('\n')[0]}`,
    })),
  );
  if (faults.length > 0) return { entities: [], faults };
  const entities = documents.map(document => document.toJS()).filter(isServer);
  return entities.length > 0
    ? { entities, faults }
    : {
        entities,
        faults: [
          {
            path: '',
            message: 'the file has no API entity of type mcp-server',
          },
        ],
      };
}

function isServer(value: unknown): value is Entity {
  const { kind, metadata, spec } = (value ?? {}) as Partial<Entity>;
  return (
    String(kind).toLowerCase() === 'api' &&
    spec?.type === 'mcp-server' &&
    typeof metadata?.name === 'string'
  );
}

async function checkEntity(
  asked: Asked,
  entity: Entity,
  options: { defaultEnvironment: string; isNew: boolean },
): Promise<CatalogInfoCheck> {
  const { catalog, credentials } = asked;
  const validation = await catalog.validateEntity(entity, PLACE, {
    credentials,
  });
  const said = validation.valid
    ? []
    : validation.errors.map(({ message }) => ({ path: '', message }));
  const secrets = secretsOf(entity);
  const read = fromEntity(entity, options);
  if ('faults' in read || secrets.length > 0) {
    const faults = 'faults' in read ? read.faults : [];
    return { faults: [...said, ...secrets, ...faults], notes: [], servers: [] };
  }
  const { server, notes } = read;
  const ofServer = await checkServer(asked, server);
  const faults = ofServer.map(fault => ({
    ...fault,
    path: placeOf(fault.path, entity),
  }));
  if (options.isNew)
    faults.push(...(await faultsOfName(asked, { entity, server })));
  return { faults: [...said, ...faults], notes, servers: [server] };
}

async function faultsOfName(
  asked: Asked,
  { entity, server }: { entity: Entity; server: CatalogServer },
): Promise<Fault[]> {
  const { catalog, credentials } = asked;
  const ref = stringifyEntityRef(entity);
  const [known, holder] = await Promise.all([
    catalog.getEntityByRef(ref, { credentials }),
    findServer(asked, server),
  ]);
  const path = 'metadata.name';
  return [
    ...(known
      ? [
          {
            path,
            message: `is already used: the catalog has ${ref}; choose another name`,
          },
        ]
      : []),
    ...(holder ? [{ ...nameFault(holder), path }] : []),
  ];
}

/** Where a field of the server stands in its entity. */
function placeOf(path: string, entity: Entity): string {
  if (path === 'environment') return annotationPath(annotations.environment);
  const [, index, rest] = /^remotes\[(\d+)\](.*)$/.exec(path) ?? [];
  return index === undefined
    ? `spec.${path}`
    : `${remotesOf(entity).places[Number(index)]}${rest}`;
}
