import {
  ANNOTATION_SOURCE_LOCATION,
  type Entity,
  parseLocationRef,
} from '@backstage/catalog-model';

const TECHDOCS_REF = 'backstage.io/techdocs-ref';

/** Where more about a server is to be read. */
export interface ServerLink {
  /** What it leads to; `other` has a title of its own. */
  kind: 'repository' | 'source' | 'website' | 'other';
  /** http or https, always. */
  url: string;
  title?: string;
}

/**
 * The links of a server's entity, each address once: `repository` and `websiteUrl` of its definition (server.json, schema
 * 2025-12-11), its source location, and `metadata.links`. What is no http or https address is left out. Pure.
 */
export function linksOf(entity: Entity): ServerLink[] {
  const definition = definitionOf(entity);
  const source =
    entity.metadata.annotations?.[ANNOTATION_SOURCE_LOCATION] ?? '';
  const found: { kind: ServerLink['kind']; url: unknown; title?: string }[] = [
    { kind: 'repository', url: definition.repository?.url },
    { kind: 'website', url: definition.websiteUrl },
    { kind: 'source', url: targetOf(source) },
    ...(entity.metadata.links ?? []).map(({ url, title }) => ({
      kind: 'other' as const,
      url,
      title: title ?? url,
    })),
  ];
  const known = new Set<string>();
  return found.flatMap(({ kind, url: text, title }) => {
    const url = webAddress(text);
    if (!url || known.has(url)) return [];
    known.add(url);
    return [{ kind, url, ...(title && { title }) }];
  });
}

/** Whether the entity has TechDocs, of its own or of another entity. */
export function hasTechDocs(entity: Entity): boolean {
  return Boolean(entity.metadata.annotations?.[TECHDOCS_REF]);
}

function definitionOf(entity: Entity): {
  repository?: { url?: unknown };
  websiteUrl?: unknown;
} {
  const text = entity.spec?.definition;
  if (typeof text !== 'string') return {};
  try {
    return Object(JSON.parse(text));
  } catch {
    // People may write YAML, of which the page reads nothing.
    return {};
  }
}

/** Of `url:https://example.com/` what follows the type. */
function targetOf(location: string): string | undefined {
  try {
    return parseLocationRef(location).target;
  } catch {
    return undefined;
  }
}

function webAddress(text: unknown): string | undefined {
  if (typeof text !== 'string' || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return ['http:', 'https:'].includes(protocol) ? href : undefined;
}
