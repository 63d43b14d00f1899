import { readAnswer } from './readAnswer';

/** An event stream that arrives in these pieces. */
function streamOf(pieces: Iterable<Uint8Array>): Response {
  const rest = pieces[Symbol.iterator]();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = rest.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream' },
  });
}

const read = (pieces: Iterable<Uint8Array>) =>
  readAnswer(streamOf(pieces), { id: 1, who: 'The server' });

const message = (more: object) => JSON.stringify({ jsonrpc: '2.0', ...more });

describe('the answer in an event stream', () => {
  const answer = { id: 1, result: { name: 'Grüße' } };

  it.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ])(
    'is found wherever the stream is cut, lines ending in %s',
    async (_name, end) => {
      const text = [
        ': hello',
        '',
        'event: message',
        `data: ${message({ method: 'notifications/message' })}`,
        '',
        'id: 7',
        'data: {',
        `data:${message(answer).slice(1)}`,
        '',
        '',
      ].join(end);
      const bytes = new TextEncoder().encode(text);
      const drops = [...bytes].map(byte => Uint8Array.of(byte));
      expect(await read(drops)).toMatchObject(answer);
      for (let cut = 1; cut < bytes.length; cut++) {
        const halves = [bytes.subarray(0, cut), bytes.subarray(cut)];
        expect(await read(halves)).toMatchObject(answer);
      }
    },
  );

  it('is looked for once in one long event, however many pieces it comes in', async () => {
    const whole = jest.spyOn(String.prototype, 'split');
    const event = `data: ${message({ ...answer, pad: 'x'.repeat(5_000) })}\n\n`;
    const drops = [...event].map(letter => new TextEncoder().encode(letter));
    expect(await read(drops)).toMatchObject(answer);
    const looks = whole.mock.contexts.filter(
      text => String(text).length > 1_000,
    ).length;
    whole.mockRestore();
    // Once for events, and once for the lines of the one that was found.
    expect(looks).toBe(2);
  });

  it('is not there when the stream ends before it', async () => {
    const text = `data: ${message(answer)}\n`;
    await expect(read([new TextEncoder().encode(text)])).rejects.toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('not to this request'),
    });
  });
});
