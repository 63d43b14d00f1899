import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';

/** A token of HTTP (RFC 9110, section 5.6.2). */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** What a header may carry as it is: visible ASCII with spaces and tabs inside. */
const PLAIN = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;
const WRAPPED = /^=\?base64\?.*\?=$/;
const LEVELS_MAX = 64;

/** A value as a header of MCP carries it: as it is, or in Base64 (MCP 2026-07-28, Streamable HTTP, Value Encoding). Pure. */
export function encodeHeader(value: string): string {
  return PLAIN.test(value) && !WRAPPED.test(value)
    ? value
    : `=?base64?${Buffer.from(value).toString('base64')}?=`;
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
    const suffix = property['x-mcp-header'];
    const text = textOf(argument);
    if (typeof suffix === 'string' && TOKEN.test(suffix) && text !== undefined)
      headers[`mcp-param-${suffix.toLowerCase()}`] = encodeHeader(text);
    if (isObject(argument))
      Object.assign(headers, paramHeaders(property, argument, levels - 1));
  }
  return headers;
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
