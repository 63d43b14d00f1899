/** Shorter ones stand in words that tell nothing. */
const LENGTH_MIN = 4;
const HIDDEN = Buffer.from('[hidden]');
const NOTHING = Buffer.alloc(0);

/**
 * The same response without what was sent as a secret, wherever the server writes it: in its body, in JSON or in a URL, also where it is cut into
 * pieces, and in its headers. Nothing waits longer than it must: only what may be the beginning of a secret is held back.
 */
export function hideSecrets(
  response: Response,
  secrets: readonly string[],
): Response {
  const texts = writtenOf(secrets);
  if (texts.length === 0) return response;
  const { status, statusText, body } = response;
  const headers = [...response.headers].map(
    ([name, value]): [string, string] => [
      name,
      texts.reduce(
        (text, each) => text.replaceAll(each, String(HIDDEN)),
        value,
      ),
    ],
  );
  const needles = texts.map(each => Buffer.from(each));
  return new Response(body && hidden(body, needles), {
    status,
    statusText,
    headers,
  });
}

/** Every way in which a server may write them, the longest first. */
function writtenOf(secrets: readonly string[]): string[] {
  const all = secrets
    .filter(({ length }) => length >= LENGTH_MIN)
    .flatMap(each => [
      each,
      JSON.stringify(each).slice(1, -1),
      encodeURIComponent(each),
    ]);
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}

function hidden(
  body: ReadableStream<Uint8Array>,
  needles: readonly Buffer[],
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let held: Buffer = NOTHING;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) {
            if (held.length > 0) controller.enqueue(held);
            controller.close();
            return;
          }
          const piece = Buffer.from(
            value.buffer,
            value.byteOffset,
            value.byteLength,
          );
          const text = replaced(
            held.length > 0 ? Buffer.concat([held, piece]) : piece,
            needles,
          );
          const open = beginningAtEnd(text, needles);
          held = text.subarray(text.length - open);
          if (open < text.length) {
            controller.enqueue(text.subarray(0, text.length - open));
            return;
          }
        }
      },
      cancel: reason => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

function replaced(text: Buffer, needles: readonly Buffer[]): Buffer {
  let clean = text;
  for (const needle of needles) {
    const parts: Buffer[] = [];
    let from = 0;
    for (;;) {
      const at = clean.indexOf(needle, from);
      if (at < 0) break;
      parts.push(clean.subarray(from, at), HIDDEN);
      from = at + needle.length;
    }
    if (from > 0) clean = Buffer.concat([...parts, clean.subarray(from)]);
  }
  return clean;
}

/** How many bytes at the end may be the beginning of one that goes on in the next piece. */
function beginningAtEnd(text: Buffer, needles: readonly Buffer[]): number {
  let longest = 0;
  for (const needle of needles) {
    const most = Math.min(needle.length - 1, text.length);
    for (let length = most; length > longest; length--) {
      const from = text.length - length;
      // One byte tells most of them apart, at a hundredth of the cost.
      if (text[from] !== needle[0]) continue;
      if (needle.compare(text, from, text.length, 0, length) === 0) {
        longest = length;
      }
    }
  }
  return longest;
}
