import { createHash } from 'node:crypto';

const SLUG_LENGTH_MAX = 30;
const HASH_LENGTH = 10;

/** A server as URIs tell it from others: a host name, `weather-1a2b3c4d`. Pure. */
export function labelOf(server: { environment: string; name: string }): string {
  const slug = server.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, SLUG_LENGTH_MAX);
  const hash = createHash('sha256')
    .update(JSON.stringify([server.environment, server.name]))
    .digest('hex')
    .slice(0, HASH_LENGTH);
  return `${slug || 'server'}-${hash}`;
}

const HIERARCHICAL = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is;
const OPAQUE = /^([a-z][a-z0-9+.-]*):(.*)$/is;
const LABELLED =
  /^([a-z][a-z0-9+.-]*):\/\/([a-z0-9-]+)(\.opaque|\.bare)?\/(.*)$/is;
/** Of what has no scheme of its own. */
const BARE_SCHEME = 'mcp';

/**
 * A URI, or a URI template, that also says which server it is of, under its own scheme, because clients go by it (such as `ui://`).
 * Nothing of it is encoded, so that what a template stands for fits what its rewritten form stands for. Pure.
 */
export function withLabel(uri: string, label: string): string {
  const whole = HIERARCHICAL.exec(uri);
  if (whole) return `${whole[1]}://${label}/${whole[2]}`;
  const opaque = OPAQUE.exec(uri);
  if (opaque) return `${opaque[1]}://${label}.opaque/${opaque[2]}`;
  return `${BARE_SCHEME}://${label}.bare/${uri}`;
}

/** What {@link withLabel} made, taken apart. Undefined for what it cannot have made. Pure. */
export function readLabel(
  uri: string,
): { label: string; uri: string } | undefined {
  const found = LABELLED.exec(uri);
  if (!found) return undefined;
  const [, scheme, label, form, rest] = found;
  const original = {
    '': `${scheme}://${rest}`,
    '.opaque': `${scheme}:${rest}`,
    '.bare': rest,
  }[(form ?? '').toLowerCase()] as string;
  return { label: label.toLowerCase(), uri: original };
}
