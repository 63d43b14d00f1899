import { isMap, isSeq, parseAllDocuments } from 'yaml';
import type { Document, YAMLMap } from 'yaml';

/** The `url` of every remote over HTTP; `remotes` is what an entity or a server.json says. */
function turn(remotes: unknown, url: string) {
  if (!isSeq(remotes)) return;
  for (const remote of remotes.items.filter(isMap) as YAMLMap[]) {
    if (remote.get('type') !== 'stdio') remote.set('url', url);
  }
}

/** The text of a server.json, with the URL; what is none stays as it is. */
function turnDefinition(text: unknown, url: string) {
  try {
    const definition = JSON.parse(String(text));
    for (const remote of definition.remotes ?? []) remote.url = url;
    return `${JSON.stringify(definition, null, 2)}\n`;
  } catch {
    return undefined;
  }
}

function turnEntity(entity: Document, url: string) {
  if (entity.getIn(['spec', 'type']) !== 'mcp-server') return;
  turn(entity.getIn(['spec', 'remotes']), url);
  const path = ['spec', 'definition'];
  const definition = turnDefinition(entity.getIn(path), url);
  if (definition) entity.setIn(path, definition);
}

/**
 * A catalog-info.yaml in which the MCP servers are where the workshop runs them: its template wrote the address that the server
 * will have for others. A text that is no YAML stays as it is, for the catalog to say so.
 */
export function withRealUrl(catalogInfo: string, url: string): string {
  const entities = parseAllDocuments(catalogInfo);
  if (!Array.isArray(entities)) return catalogInfo;
  if (entities.some(({ errors }) => errors.length > 0)) return catalogInfo;
  for (const entity of entities) turnEntity(entity, url);
  return entities.map(String).join('');
}
