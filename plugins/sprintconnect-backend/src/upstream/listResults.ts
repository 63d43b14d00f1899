import type { CapabilityKind } from '@sprintconnect/plugin-sprintconnect-common';

/** How each kind is listed: the method, where the items stand in its result, and what names an item. */
export const LISTS = {
  tool: { method: 'tools/list', field: 'tools', name: 'name' },
  resource: { method: 'resources/list', field: 'resources', name: 'uri' },
  'resource-template': {
    method: 'resources/templates/list',
    field: 'resourceTemplates',
    name: 'uriTemplate',
  },
  prompt: { method: 'prompts/list', field: 'prompts', name: 'name' },
} as const satisfies Record<
  CapabilityKind,
  { method: string; field: string; name: string }
>;

export const LIST_METHODS: ReadonlySet<string> = new Set(
  Object.values(LISTS).map(({ method }) => method),
);

/** An impeccable empty answer to any of the list methods, of either era. */
const EMPTY = {
  resultType: 'complete',
  ttlMs: 0,
  cacheScope: 'private',
  ...Object.fromEntries(Object.values(LISTS).map(({ field }) => [field, []])),
};

/**
 * Hides a list result inside an empty one.
 *
 * The SDK validates whole lists, so that one malformed tool would cost all the others, and it changes what it
 * validates. What it gets to see instead is beyond reproach, and carries what the server really said.
 */
export function wrapListResult(asSent: unknown): { [key: string]: unknown } {
  return { ...EMPTY, asSent };
}

/** What {@link wrapListResult} hid. */
export function unwrapListResult(wrapped: unknown): unknown {
  return (wrapped as { asSent?: unknown }).asSent;
}
