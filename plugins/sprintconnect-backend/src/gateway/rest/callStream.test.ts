import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import express, { type Response } from 'express';
import request from 'supertest';
import { eventually } from '../../__testUtils__';
import { CallStream } from './CallStream';

/** An app that answers so. */
const answering = (act: (res: Response) => Promise<void> | void) =>
  express().get('/', async (_req, res) => {
    await act(res);
  });

describe('an answer as a stream', () => {
  it('shows that it lives while nothing comes, and no longer', async () => {
    let beats = 0;
    const { text } = await request(
      answering(async res => {
        const stream = new CallStream(res, { heartbeatMs: 10 });
        await eventually('some signs of life', () => (beats += 1) > 4);
        stream.end('result', '{}');
      }),
    ).get('/');
    expect(text).toMatch(
      /^: open\n\n(: heartbeat\n\n)+event: result\ndata: \{\}\n\n$/,
    );
  });

  it('shows it every 15 seconds', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    try {
      const { text } = await request(
        answering(res => {
          const stream = new CallStream(res);
          jest.advanceTimersByTime(14_999);
          stream.progress({ progress: 1 });
          jest.advanceTimersByTime(15_001);
          stream.end('problem', '{}');
          jest.advanceTimersByTime(60_000);
        }),
      ).get('/');
      expect(text).toBe(
        ': open\n\nevent: progress\ndata: {"progress":1}\n\n: heartbeat\n\n: heartbeat\n\nevent: problem\ndata: {}\n\n',
      );
    } finally {
      jest.useRealTimers();
    }
  });

  it('tells no progress to a client that does not read, and keeps none for it', async () => {
    let most = 0;
    const listening = answering(async res => {
      const stream = new CallStream(res);
      const message = 'x'.repeat(64 * 1024);
      for (let progress = 0; progress < 2_000; progress++) {
        stream.progress({ progress, message });
        most = Math.max(most, res.writableLength);
      }
      stream.end('result', '{}');
    }).listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    const client = connect(port, '127.0.0.1').pause();
    client.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    await eventually('the end', () => most > 0);
    expect(most).toBeLessThan(1024 * 1024);
    client.destroy();
    await new Promise(resolve => listening.close(resolve));
  });
});
