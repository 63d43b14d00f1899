import { createHash } from 'node:crypto';
import { bounds, cutText, type ObservedItem } from '../upstream';

/** Where a definition says which of its parts were left out; `_meta` is open to everybody (MCP, General fields). */
export const LEFT_OUT = 'sprintconnect/leftOut';

const DISPENSABLE = {
  icons: bounds.icons.most,
  annotations: bounds.annotations.most,
  _meta: bounds.meta.most,
} as const;

/**
 * The definition with its texts cut and its parts left out where they are beyond {@link bounds}. Pure.
 *
 * What a model needs to use the item is never left out: schemas and arguments count to the bound of the whole definition.
 * Annotations that were left out claim nothing, so that the tool counts as one that may destroy. The size and the hash of
 * each part stay, so that a change of it is a change of the definition.
 */
export function boundDefinition({
  kind,
  definition,
}: Pick<ObservedItem, 'kind' | 'definition'>): Record<string, unknown> {
  const bounded = { ...definition };
  const cut = (field: string, bytesMax: number) => {
    const text = definition[field];
    if (typeof text === 'string') bounded[field] = cutText(text, bytesMax);
  };
  cut('title', bounds.title.most);
  cut('description', bounds.description.most);
  // Of others the name is what identifies them.
  const isNamedByUri = kind === 'resource' || kind === 'resource-template';
  if (isNamedByUri) cut('name', bounds.title.most);

  const leftOut = Object.entries(DISPENSABLE).flatMap(([field, bytesMax]) => {
    const json = JSON.stringify(definition[field]) ?? '';
    const bytes = Buffer.byteLength(json);
    if (bytes <= bytesMax) return [];
    delete bounded[field];
    const digest = createHash('sha256').update(json).digest('hex');
    return [[field, `${bytes} bytes, SHA-256 ${digest.slice(0, 32)}`]];
  });
  if (leftOut.length > 0) {
    const { _meta } = bounded;
    const others = typeof _meta === 'object' ? _meta : {};
    bounded._meta = { ...others, [LEFT_OUT]: Object.fromEntries(leftOut) };
  }
  return bounded;
}
