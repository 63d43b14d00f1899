import { hideSecrets } from './hideSecrets';

const SECRET = 'tok"en-ä/9';

/** The body in pieces of so many bytes. */
function pieces(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = Buffer.from(text);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.subarray(at, (at += size)));
    },
  });
}

it.each([1, 2, 3, 7, 1000])(
  'hides secrets in pieces of %i bytes, however they are written',
  async size => {
    const text = `a ${SECRET}${SECRET} ${JSON.stringify({ SECRET: SECRET })} ${encodeURIComponent(SECRET)} tok"en tok`;
    const response = hideSecrets(new Response(pieces(text, size)), [SECRET]);
    expect(await response.text()).toBe(
      'a [hidden][hidden] {"SECRET":"[hidden]"} [hidden] tok"en tok',
    );
  },
);

it('hides them in headers, and leaves status and other headers', async () => {
  const headers = { 'www-authenticate': `Bearer ${SECRET.slice(0, 3)} abcd-1` };
  const given = new Response('{}', { status: 403, headers });
  const response = hideSecrets(given, ['abcd-1']);
  expect(response.status).toBe(403);
  expect(response.headers.get('www-authenticate')).toBe('Bearer tok [hidden]');
  expect(await response.text()).toBe('{}');
});

it('holds back nothing but what may be the beginning of a secret', async () => {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start(each) {
      controller = each;
    },
  });
  const reader = hideSecrets(new Response(body), ['secret']).body!.getReader();
  controller.enqueue(Buffer.from('data: sec'));
  const first = await reader.read();
  expect(Buffer.from(first.value!).toString()).toBe('data: ');
  controller.enqueue(Buffer.from('ond\n\n'));
  const second = await reader.read();
  expect(Buffer.from(second.value!).toString()).toBe('second\n\n');
});

it('ends the reading where nobody reads any more', async () => {
  let reason: unknown;
  const body = new ReadableStream<Uint8Array>({
    pull: each => each.enqueue(Buffer.from('x')),
    cancel(why) {
      reason = why;
    },
  });
  const response = hideSecrets(new Response(body), ['secret']);
  await response.body!.cancel('enough');
  expect(reason).toBe('enough');
});

it('passes on untouched where there is nothing to hide', () => {
  const response = new Response('abc');
  expect(hideSecrets(response, [])).toBe(response);
  expect(hideSecrets(response, ['abc'])).toBe(response);
});
