import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import { decodeHeader, paramHeaders } from '../../upstream';
import type { Refusal } from '../call/CallAnswer';
import type { Passage } from './Passage';
import { headersDiffer } from './refusals';

/**
 * Whoever decided by the headers that repeat arguments must have decided about what is done (MCP 2026-07-28, Streamable HTTP, Custom
 * Headers): each that the input schema asks for is there, and says what the argument says.
 */
export async function requireHeaders({
  asked,
  found,
  measured,
}: Passage): Promise<Refusal | undefined> {
  const { header, method } = asked;
  const { inputSchema } = found!.capability!;
  const isAsked = header && method === 'tools/call' && !measured.isTooDeep;
  if (!isAsked || !inputSchema) return undefined;
  const exact = paramHeaders(inputSchema, asked.arguments ?? {});
  const plain = paramHeaders(inputSchema, (measured.plain ?? {}) as JsonObject);
  for (const [name, wanted] of Object.entries(exact)) {
    const said = header(name);
    const value = said === undefined ? undefined : decodeHeader(said);
    // A number may be written in several ways.
    const isSame =
      value !== undefined &&
      [wanted, plain[name]].some(each => decodeHeader(each) === value);
    if (!isSame) return headersDiffer(name);
  }
  return undefined;
}
