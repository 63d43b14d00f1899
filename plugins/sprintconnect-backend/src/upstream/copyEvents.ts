import { createParser } from 'eventsource-parser';
import { UpstreamError } from './UpstreamError';

/**
 * The same event stream (HTML, Server-sent events), whose messages are read as text on the way by who `readerOf` gives. An event of more
 * than `bytesMax` is told to `fail`.
 */
export function copyEvents(
  response: Response,
  options: {
    bytesMax: number;
    readerOf(): ((text: string) => void) | undefined;
    fail(reason: unknown): void;
  },
): Response {
  const { bytesMax, readerOf, fail } = options;
  const parser = createParser({
    maxBufferSize: bytesMax,
    onEvent: ({ data, event = 'message' }) => {
      if (event === 'message') readerOf()?.(data);
    },
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') fail(tooLarge(bytesMax));
    },
  });
  const decoder = new TextDecoder();
  const copy = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      parser.feed(decoder.decode(chunk, { stream: true }));
      controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  const body = response.body?.pipeThrough(copy) ?? null;
  return new Response(body, { status, statusText, headers: [...headers] });
}

function tooLarge(bytesMax: number): UpstreamError {
  return new UpstreamError(
    'too-large',
    `The server sent an event of more than ${bytesMax} bytes. An administrator can raise sprintconnect.upstream.bodyBytesMax.`,
  );
}
