import type { Tool } from '@modelcontextprotocol/server';

const WRAPPED = /^=\?base64\?(.*)\?=$/s;
const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Compares the arguments of a call with the `Mcp-Param-*` headers that the tool's schema asks for
 * (MCP 2026-07-28, Streamable HTTP, custom headers). The SDK does it only for its high-level server.
 *
 * @returns What is wrong, or undefined.
 */
export function faultOfParamHeaders(
  tool: Tool,
  args: Record<string, unknown>,
  headers: Headers,
): string | undefined {
  for (const [name, schema] of Object.entries(
    tool.inputSchema.properties ?? {},
  )) {
    const suffix = (schema as Record<string, unknown>)['x-mcp-header'];
    if (typeof suffix !== 'string') continue;
    const header = `Mcp-Param-${suffix}`;
    const said = headers.get(header) ?? undefined;
    const argument = args[name] ?? undefined;
    const wanted = argument === undefined ? undefined : String(argument);
    const wrapped = said === undefined ? null : WRAPPED.exec(said);
    if (wrapped && !BASE64.test(wrapped[1])) {
      return `Header ${header} is not Base64.`;
    }
    const meant = wrapped
      ? Buffer.from(wrapped[1], 'base64').toString('utf8')
      : said;
    if (meant !== wanted) {
      return `Header ${header} does not match the argument "${name}".`;
    }
  }
  return undefined;
}
