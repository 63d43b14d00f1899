/** UTF-8 bytes of JSON per token: see `docs/decisions/0055-tokens-are-estimated.md`. */
const BYTES_PER_TOKEN = 4;

/**
 * About how many tokens of a model's context a tool takes: a quarter of the UTF-8 bytes of what clients hand to a model,
 * which is the JSON of its name, description and input schema (MCP 2026-07-28, Server Features, Tools). Rounded up. No
 * tokenizer is asked, because each model has its own; real counts are usually within a third of this.
 *
 * @public
 */
export function estimateTokens(
  definition: Readonly<Record<string, unknown>>,
): number {
  const { name, description, inputSchema } = definition;
  const sent = JSON.stringify({ name, description, inputSchema });
  return Math.ceil(utf8Bytes(sent) / BYTES_PER_TOKEN);
}

/** Counted without `TextEncoder` or `Buffer`, which are not known to every place that shares this package. */
function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else bytes += code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
