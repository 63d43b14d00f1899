import fc from 'fast-check';
import { eventMessages } from './eventMessages';
import { SprintConnectClient } from './SprintConnectClient';
import type { EventStreamOptions } from './EventsClient';

const ID = '0190b5a0-0000-7000-8000-000000000001';

function frame(seq: number, type = 'server.updated') {
  const event = {
    id: ID,
    seq,
    type,
    orgId: 'default',
    occurredAt: '2026-11-22T12:00:00.000Z',
    serverId: ID,
  };
  return `id: ${seq}\nevent: ${type}\ndata: ${JSON.stringify(event)}\n\n`;
}

type Answer = string | Response | Error | 'hangs';

/** Answers one connection after the other; the last answer again and again. */
function clientOf(answers: Answer[]) {
  const asked: { url: string; headers: Record<string, string> }[] = [];
  const client = new SprintConnectClient({
    baseUrl: 'http://portal.example/api/sprintconnect',
    fetch: async (url, init = {}) => {
      asked.push({ url, headers: init.headers as Record<string, string> });
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer instanceof Error) throw answer;
      if (answer instanceof Response) return answer;
      return new Response(
        answer === 'hangs'
          ? new ReadableStream({
              start: controller => {
                init.signal?.addEventListener('abort', () =>
                  controller.error(new Error('aborted')),
                );
              },
            })
          : answer,
      );
    },
  });
  return { client, asked };
}

async function hear(
  client: SprintConnectClient,
  count: number,
  options: EventStreamOptions = {},
) {
  const heard: number[] = [];
  for await (const event of client.events.stream(options)) {
    heard.push(event.seq);
    if (heard.length === count) break;
  }
  return heard;
}

const problem = (status: number) =>
  Response.json(
    {
      type: 'about:blank',
      title: 'No',
      status,
      detail: 'No.',
      instance: '',
      requestId: 'r',
    },
    { status },
  );

describe('client.events.stream', () => {
  it('gives events in order and asks for the types it wants', async () => {
    const { client, asked } = clientOf([
      `retry: 1\nid: 6\n\n${frame(7)}${frame(9)}`,
    ]);
    const types = ['server.updated', 'job.dead'] as const;
    await expect(hear(client, 2, { types, lastEventId: 6 })).resolves.toEqual([
      7, 9,
    ]);
    expect(asked).toEqual([
      {
        url: 'http://portal.example/api/sprintconnect/v1/events/stream?types=server.updated%2Cjob.dead',
        headers: {
          accept: 'text/event-stream, application/problem+json',
          'last-event-id': '6',
        },
      },
    ]);
  });

  it('connects again where it was, after an end, a break and a refusal that passes', async () => {
    const { client, asked } = clientOf([
      `retry: 1\nid: 6\n\n`,
      `${frame(7)}`,
      new Error('ECONNRESET'),
      problem(503),
      `: still here\nid: 20\n\n`,
      `${frame(21)}`,
    ]);
    await expect(hear(client, 2)).resolves.toEqual([7, 21]);
    expect(asked.map(({ headers }) => headers['last-event-id'])).toEqual([
      undefined,
      '6',
      '7',
      '7',
      '7',
      '20',
    ]);
  });

  it('gives an event once though it is told twice', async () => {
    const { client } = clientOf([
      `retry: 1\n\n${frame(7)}${frame(7)}`,
      `${frame(7)}${frame(8)}`,
    ]);
    await expect(hear(client, 2)).resolves.toEqual([7, 8]);
  });

  it('says that events were forgotten', async () => {
    const { client } = clientOf([
      `id: 9\nevent: stream.gap\ndata: {"from":3,"to":9}\n\n${frame(10)}`,
    ]);
    const onGap = jest.fn();
    await expect(hear(client, 1, { lastEventId: 2, onGap })).resolves.toEqual([
      10,
    ]);
    expect(onGap).toHaveBeenCalledWith({ from: 3, to: 9 });
  });

  it('throws what the caller throws at a gap, and connects no more', async () => {
    const { client, asked } = clientOf([
      `id: 9\nevent: stream.gap\ndata: {"from":3,"to":9}\n\n${frame(10)}`,
    ]);
    const onGap = () => {
      throw new Error('The index cannot be built anew');
    };
    await expect(hear(client, 1, { lastEventId: 2, onGap })).rejects.toThrow(
      'The index cannot be built anew',
    );
    expect(asked).toHaveLength(1);
  });

  it('passes over types that it does not know', async () => {
    const { client } = clientOf([`${frame(7, 'server.sang')}${frame(8)}`]);
    await expect(hear(client, 1)).resolves.toEqual([8]);
  });

  it('connects again when nothing is heard for long', async () => {
    const { client, asked } = clientOf([
      `retry: 1\n\n`,
      'hangs',
      `${frame(1)}`,
    ]);
    await expect(hear(client, 1, { silenceMs: 30 })).resolves.toEqual([1]);
    expect(asked).toHaveLength(3);
  });

  it.each([400, 401, 403])('throws a refusal with %i', async status => {
    const { client, asked } = clientOf([problem(status)]);
    await expect(hear(client, 1)).rejects.toMatchObject({ status });
    expect(asked).toHaveLength(1);
  });

  it('throws at an event that it does not understand', async () => {
    const { client, asked } = clientOf([
      'id: 1\nevent: job.dead\ndata: {"seq":1}\n\n',
    ]);
    await expect(hear(client, 1)).rejects.toMatchObject({
      name: 'SprintConnectError',
      status: 502,
    });
    expect(asked).toHaveLength(1);
  });

  it('ends when it is aborted: connected, waiting, at an event, and before it began', async () => {
    for (const answer of ['hangs', new Error('down')]) {
      const stop = new AbortController();
      const { client } = clientOf([answer]);
      const heard = hear(client, 1, { signal: stop.signal });
      setTimeout(() => stop.abort(), 20);
      await expect(heard).resolves.toEqual([]);
    }
    const stop = new AbortController();
    const heard: number[] = [];
    const { client: told } = clientOf([`${frame(1)}${frame(2)}`]);
    for await (const { seq } of told.events.stream({ signal: stop.signal })) {
      heard.push(seq);
      stop.abort();
    }
    expect(heard).toEqual([1]);
    const { client, asked } = clientOf([frame(1)]);
    const signal = AbortSignal.abort();
    await expect(hear(client, 1, { signal })).resolves.toEqual([]);
    expect(asked).toEqual([]);
  });
});

describe('eventMessages', () => {
  const parse = async (chunks: Uint8Array[]) => {
    const body = new ReadableStream<Uint8Array>({
      start: controller => {
        chunks.forEach(chunk => controller.enqueue(chunk));
        controller.close();
      },
    });
    const all = [];
    for await (const each of eventMessages(body)) all.push(each);
    return all;
  };

  it('reads what the standard allows', async () => {
    const text =
      '\uFEFF: comment\nid:1\nevent: a\ndata: x\ndata:\ndata:  y\r\n\rretry: 10\nretry: soon\nunknown: z\nid\n\ndata: cut off';
    await expect(parse([new TextEncoder().encode(text)])).resolves.toEqual([
      { event: 'a', data: 'x\n\n y', lastEventId: '1' },
      { event: '', lastEventId: '', retryMs: 10 },
    ]);
  });

  it('reads the same however the bytes are cut', async () => {
    const line = fc.constantFrom(
      'id: 12',
      'event: server.updated',
      'data: {"ä":"😀"}',
      ': comment',
      '',
      '',
    );
    const lines = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')));
    await fc.assert(
      fc.asyncProperty(lines, fc.array(fc.nat(20)), async (parts, cuts) => {
        // A lone CR before an empty line that ends in LF is one CRLF, for whoever reads it.
        const text = parts.map(([each, end]) => each + end).join('');
        const bytes = new TextEncoder().encode(`${text}\n`);
        const chunks: Uint8Array[] = [];
        let from = 0;
        for (const size of cuts) {
          chunks.push(bytes.slice(from, from + size));
          from += size;
        }
        chunks.push(bytes.slice(from));
        await expect(parse(chunks)).resolves.toEqual(await parse([bytes]));
      }),
    );
  });
});
