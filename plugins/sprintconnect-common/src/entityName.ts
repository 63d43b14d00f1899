/** An organisation that can stand before the "." of a name without meeting another. */
const PLAIN_ORGANISATION = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
/** Longest name of a catalog entity (Backstage, "Descriptor Format of Catalog Entities", metadata.name). */
const ENTITY_NAME_LENGTH = 63;
const PLAIN_ENTITY_NAME = /^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/;

/**
 * FNV-1a, 32 bit, over UTF-16 code units (ASCII here), as 8 hex digits. It only keeps names apart and
 * guards nothing, so a hash that runs alike in browsers and in Node is worth more than a strong one.
 */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/**
 * The name of the catalog entity (`api:default/<name>`) of a server that was registered outside the catalog.
 *
 * @remarks
 *
 * Usually `<name>-<environment>`, in the case given. Where that is no valid entity name (longer than 63, or
 * not starting with a letter or digit) or where two servers could meet in it, because the catalog compares
 * names without regard to case and an environment may itself hold "-", 8 hex digits of a hash follow.
 * Outside of the organisation `default` the organisation and a "." come first, because servers of two may have one name.
 * The same server always gets the same name, on every machine and in every release.
 *
 * @public
 */
export function toEntityName(server: {
  name: string;
  environment: string;
  /** The organisation that it belongs to. Default: `default`. */
  orgId?: string;
}): string {
  const { orgId = 'default' } = server;
  const isDefault = orgId === 'default';
  const own = `${server.name}-${server.environment}`;
  const plain = isDefault ? own : `${orgId}.${own}`;
  if (
    plain.length <= ENTITY_NAME_LENGTH &&
    PLAIN_ENTITY_NAME.test(own) &&
    (isDefault || PLAIN_ORGANISATION.test(orgId)) &&
    !server.environment.includes('-')
  ) {
    return plain;
  }
  const hash = fnv1a(
    `${isDefault ? '' : `${orgId}/`}${server.environment}/${server.name}`,
  );
  const stem = plain
    .replace(/[^a-zA-Z0-9_-]/g, '-')
    .replace(/^[_-]+/, '')
    .slice(0, ENTITY_NAME_LENGTH - hash.length - 1)
    .replace(/[_-]+$/, '');
  return stem ? `${stem}-${hash}` : hash;
}
