import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';

/** A token of HTTP (RFC 9110, section 5.6.2). */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** What a header may carry as it is: visible ASCII with spaces and tabs inside. */
const PLAIN = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;
const WRAPPED = /^=\?base64\?(.*)\?=$/;
const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const LEVELS_MAX = 64;
/** The types of JSON Schema whose values may stand in a header. */
const TYPES: ReadonlySet<unknown> = new Set(['string', 'integer', 'boolean']);
const ANNOTATION = 'x-mcp-header';

/** A value as a header of MCP carries it: as it is, or in Base64 (MCP 2026-07-28, Streamable HTTP, Value Encoding). Pure. */
export function encodeHeader(value: string): string {
  return PLAIN.test(value) && !WRAPPED.test(value)
    ? value
    : `=?base64?${Buffer.from(value).toString('base64')}?=`;
}

/** A value that a header of MCP carries (MCP 2026-07-28, Streamable HTTP, Value Encoding). Undefined for what is none. Pure. */
export function decodeHeader(header: string): string | undefined {
  const value = header.replace(/^[ \t]+|[ \t]+$/g, '');
  const wrapped = WRAPPED.exec(value)?.[1];
  if (wrapped === undefined) return value;
  if (!BASE64.test(wrapped)) return undefined;
  return Buffer.from(wrapped, 'base64').toString('utf8');
}

/**
 * The `Mcp-Param-*` headers that the input schema of a tool asks for by `x-mcp-header` (MCP 2026-07-28, Streamable HTTP, Custom Headers).
 * Arguments that are absent or null have none, and neither have those that are no string, number or boolean. Pure.
 */
export function paramHeaders(
  schema: JsonObject,
  args: JsonObject,
  levels = LEVELS_MAX,
): Record<string, string> {
  const headers: Record<string, string> = {};
  const { properties } = schema;
  if (!isObject(properties) || levels === 0) return headers;
  for (const [name, property] of Object.entries(properties)) {
    if (!isObject(property) || !Object.hasOwn(args, name)) continue;
    const argument = args[name];
    const suffix = property[ANNOTATION];
    const text = textOf(argument);
    if (typeof suffix === 'string' && TOKEN.test(suffix) && text !== undefined)
      headers[`mcp-param-${suffix.toLowerCase()}`] = encodeHeader(text);
    if (isObject(argument))
      Object.assign(headers, paramHeaders(property, argument, levels - 1));
  }
  return headers;
}

/**
 * What is wrong with the headers that an input schema asks for, or undefined. A tool with such a fault must not be called (MCP 2026-07-28,
 * Streamable HTTP, Custom Headers): a name is a token, no two are the same without regard to case, and each belongs to a string, an integer
 * or a boolean that is reached by `properties` alone. Pure.
 */
export function faultOfParamHeaders(schema: JsonObject): string | undefined {
  const seen = new Set<string>();
  const visit = (
    node: unknown,
    at: { isReached: boolean; levels: number },
  ): string | undefined => {
    if (typeof node !== 'object' || node === null || at.levels === 0)
      return undefined;
    const { isReached } = at;
    const levels = at.levels - 1;
    if (isObject(node) && Object.hasOwn(node, ANNOTATION)) {
      const fault = faultOf(node, isReached && levels < LEVELS_MAX - 1, seen);
      if (fault) return fault;
    }
    for (const [key, value] of Object.entries(node)) {
      const isProperties = key === 'properties' && isObject(value);
      const next = isProperties ? Object.values(value) : [value];
      const fault = next
        .map(each =>
          visit(each, { isReached: isProperties && isReached, levels }),
        )
        .find(each => each !== undefined);
      if (fault) return fault;
    }
    return undefined;
  };
  return visit(schema, { isReached: true, levels: LEVELS_MAX });
}

function faultOf(
  { type, [ANNOTATION]: name }: JsonObject,
  isReached: boolean,
  seen: Set<string>,
): string | undefined {
  if (!isReached) return 'x-mcp-header stands beside a chain of properties';
  if (typeof name !== 'string' || !TOKEN.test(name))
    return 'x-mcp-header is not a header name';
  if (!TYPES.has(type))
    return `x-mcp-header ${name} belongs to no string, integer or boolean`;
  const key = name.toLowerCase();
  if (seen.has(key)) return `x-mcp-header ${name} is used twice`;
  seen.add(key);
  return undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'number')
    return String(value);
  const { rawJSON } = (value ?? {}) as { rawJSON?: unknown };
  return typeof rawJSON === 'string' && /^-?\d/.test(rawJSON)
    ? rawJSON
    : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
