import { isSameId } from './isSameId';
import { UpstreamError } from './UpstreamError';

/** Messages that a server may send before the answer that was asked for. */
const MESSAGES_MAX = 100;
/** An empty line, which ends an event. */
const END_OF_EVENT = /\r\n\r\n|\n\n|\r\r/;

/**
 * The JSON-RPC message with this id, as a number or as text, out of an HTTP answer: its whole body where that is JSON,
 * else the first event that carries it. What follows is not read. Throws UpstreamError `protocol` when it is not there.
 */
export async function readAnswer(
  response: Response,
  { id, who }: { id: number; who: string },
): Promise<Record<string, unknown>> {
  const type = response.headers.get('content-type') ?? '';
  const isStream = /^text\/event-stream\b/i.test(type);
  if (!isStream && !/^application\/([a-z0-9.+-]+\+)?json\b/i.test(type)) {
    await response.body?.cancel();
    throw new UpstreamError(
      'protocol',
      `${who} returned a content type other than application/json or text/event-stream. Check that the URL is an MCP endpoint.`,
    );
  }
  const messages = isStream ? eventsOf(response) : [await response.text()];
  let seen = 0;
  for await (const text of messages) {
    const message = parsed(text);
    if (!message) {
      throw new UpstreamError(
        'protocol',
        `${who} didn't return a JSON-RPC message. Check that the URL is an MCP endpoint.`,
      );
    }
    if (isSameId(message.id, id)) return message;
    seen++;
    if (seen >= MESSAGES_MAX) break;
  }
  throw new UpstreamError(
    'protocol',
    `${who} responded, but not to this request`,
  );
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const message = value as Record<string, unknown> | null;
    return typeof message === 'object' && message?.jsonrpc === '2.0'
      ? message
      : undefined;
  } catch {
    return undefined;
  }
}

/** The data of each Server-Sent Event that has some. Whoever stops listening closes the connection. */
async function* eventsOf(response: Response): AsyncGenerator<string> {
  if (!response.body) return;
  const decoder = new TextDecoder();
  let text = '';
  let seam = '';
  for await (const chunk of response.body) {
    const piece = decoder.decode(chunk, { stream: true });
    text += piece;
    // Only where something new can end is the whole looked at: else drop after drop of one long event would cost seconds.
    const fresh = seam + piece;
    seam = fresh.slice(-3);
    if (!END_OF_EVENT.test(fresh)) continue;
    const events = text.split(END_OF_EVENT);
    text = events.pop() as string;
    for (const event of events) {
      const data = event
        .split(/\r\n|\n|\r/)
        .filter(line => line.startsWith('data:'))
        .map(line => line.slice(5).replace(/^ /, ''));
      if (data.join('') !== '') yield data.join('\n');
    }
  }
}
