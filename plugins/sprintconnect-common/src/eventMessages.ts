/** One message of an event stream (HTML Standard, section 9.2.6). `data` is absent where it only moved the id on. */
export interface EventMessage {
  event: string;
  data?: string;
  /** Of this message or the last one before it that had one. */
  lastEventId?: string;
  /** How long to wait before the next try, in milliseconds, where the message says so. */
  retryMs?: number;
}

/** The messages of an event stream, each when it is complete. What the stream breaks off in is dropped. */
export async function* eventMessages(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<EventMessage, void> {
  let message: EventMessage = { event: '' };
  for await (const line of linesOf(body)) {
    if (line !== '') {
      message = withLine(message, line);
      continue;
    }
    yield message;
    message = { event: '', lastEventId: message.lastEventId };
  }
}

function withLine(message: EventMessage, line: string): EventMessage {
  const [, field, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(line)!;
  const text = value ?? '';
  switch (field) {
    case 'event':
      return { ...message, event: text };
    case 'data':
      return {
        ...message,
        data: message.data === undefined ? text : `${message.data}\n${text}`,
      };
    case 'id':
      return text.includes('\0') ? message : { ...message, lastEventId: text };
    case 'retry':
      return /^\d+$/.test(text)
        ? { ...message, retryMs: Number(text) }
        : message;
    default:
      return message;
  }
}

/** Lines end in LF, CRLF or CR; a CR at the end of a chunk may be half of a CRLF. */
async function* linesOf(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<string, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      const isHalf = rest.endsWith('\r');
      const lines = (isHalf ? rest.slice(0, -1) : rest).split(/\r\n|\n|\r/);
      rest = `${lines.pop()}${isHalf ? '\r' : ''}`;
      yield* lines;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
