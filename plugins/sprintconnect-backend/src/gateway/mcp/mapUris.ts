import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';

type Map = (uri: string) => string;

/**
 * A result of a tool, a prompt or a resource with the URIs of resources said otherwise, wherever MCP has one: links, embedded resources,
 * contents, and the page of a tool (`_meta.ui`, MCP Apps). The same object where nothing changes. Pure.
 */
export function mapUris(result: JsonObject, map: Map): JsonObject {
  return changed(result, {
    content: each => inList(each, block => inBlock(block, map)),
    contents: each => inList(each, content => inResource(content, map)),
    messages: each =>
      inList(each, message =>
        changed(message, { content: block => inContent(block, map) }),
      ),
    _meta: each => inMeta(each, map),
  });
}

/** A definition of a tool with the URI of its page said otherwise. Pure. */
export function mapPageUri(definition: JsonObject, map: Map): JsonObject {
  return changed(definition, { _meta: each => inMeta(each, map) });
}

function inContent(value: unknown, map: Map): unknown {
  return isObject(value)
    ? inBlock(value, map)
    : inList(value, block => inBlock(block, map));
}

function inBlock(block: JsonObject, map: Map): JsonObject {
  switch (block.type) {
    case 'resource_link':
      return inResource(block, map);
    case 'resource':
      return changed(block, {
        resource: each => (isObject(each) ? inResource(each, map) : each),
        _meta: each => inMeta(each, map),
      });
    default:
      return changed(block, { _meta: each => inMeta(each, map) });
  }
}

function inResource(value: JsonObject, map: Map): JsonObject {
  return changed(value, {
    uri: each => (typeof each === 'string' ? map(each) : each),
    _meta: each => inMeta(each, map),
  });
}

function inMeta(meta: unknown, map: Map): unknown {
  if (!isObject(meta)) return meta;
  const asUri = (each: unknown) =>
    typeof each === 'string' ? map(each) : each;
  return changed(meta, {
    ui: each => (isObject(each) ? changed(each, { resourceUri: asUri }) : each),
    'ui/resourceUri': asUri,
  });
}

function inList(
  value: unknown,
  change: (item: JsonObject) => JsonObject,
): unknown {
  if (!Array.isArray(value)) return value;
  const items = value.map(each => (isObject(each) ? change(each) : each));
  return items.every((each, at) => each === value[at]) ? value : items;
}

/** The same object where no part of it changes. Numbers that are passed on raw are no objects with these parts. */
function changed(
  value: JsonObject,
  changes: Record<string, (part: unknown) => unknown>,
): JsonObject {
  let result = value;
  for (const [name, change] of Object.entries(changes)) {
    if (!Object.hasOwn(value, name)) continue;
    const part = change(value[name]);
    if (part !== value[name]) result = { ...result, [name]: part };
  }
  return result;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
