import { parse } from 'yaml';

/** A definition that people write is a few kilobytes; more is a mistake or an attack on the parser. */
const DEFINITION_LENGTH = 256 * 1024;

/**
 * Reads a server.json text, JSON or YAML (of which JSON is a part).
 *
 * @returns the document, or why there is none, in words for people
 */
export function readServerJson(
  definition: string,
): { document: Record<string, unknown> } | { fault: string } {
  if (definition.length > DEFINITION_LENGTH) {
    return { fault: `is longer than ${DEFINITION_LENGTH} characters` };
  }
  let document: unknown;
  try {
    // At 'silent' the parser would also keep its errors to itself.
    document = parse(definition, { logLevel: 'error' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      fault: `isn't JSON or YAML: ${reason.split('\n')[0]}`,
    };
  }
  return typeof document === 'object' &&
    document !== null &&
    !Array.isArray(document)
    ? { document: document as Record<string, unknown> }
    : { fault: "isn't a server.json document" };
}
