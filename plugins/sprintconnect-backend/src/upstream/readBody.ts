import { createParser } from 'eventsource-parser';

/** More was sent than anybody may read. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** The whole body as text. Reads no further than `bytesMax`, and throws {@link BodyTooLarge} then. */
export async function readText(
  { body }: Response,
  bytesMax: number,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (!body) return '';
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    // Who leaves the loop closes the connection.
    if (bytes > bytesMax) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** One Server-Sent Event (HTML, Server-sent events), or the time that the server wants between two connections. */
export interface StreamEvent {
  data?: string;
  id?: string;
  retryMs?: number;
}

/** The events of a body. Throws {@link BodyTooLarge} at one of more than `charactersMax`. Who stops listening closes the connection. */
export async function* readEvents(
  { body }: Response,
  charactersMax: number,
): AsyncGenerator<StreamEvent> {
  if (!body) return;
  let ready: StreamEvent[] = [];
  let isTooLarge = false;
  const parser = createParser({
    maxBufferSize: charactersMax,
    onEvent: ({ data, id, event = 'message' }) =>
      ready.push({ data: event === 'message' ? data : undefined, id }),
    onRetry: retryMs => ready.push({ retryMs }),
    onError: ({ type }) => {
      isTooLarge ||= type === 'max-buffer-size-exceeded';
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    const events = ready;
    ready = [];
    yield* events;
    if (isTooLarge) throw new BodyTooLarge();
  }
}
