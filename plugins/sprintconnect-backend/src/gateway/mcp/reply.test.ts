import express from 'express';
import request from 'supertest';
import { eventually } from '../../__testUtils__';
import { Reply } from './Reply';

/** What a client is sent whose request is answered so. */
function sentBy(act: (reply: Reply) => Promise<void> | void, mayStream = true) {
  const app = express().post('/', async (_req, res) => {
    await act(new Reply(res, { mayStream, heartbeatMs: 20 }));
  });
  return request(app).post('/');
}

describe('a reply', () => {
  it('shows that it lives while nothing is said', async () => {
    let beats = 0;
    const answer = await sentBy(async reply => {
      await eventually('some signs of life', () => (beats += 1) > 10);
      reply.end('{"id":1}');
    });
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringContaining('text/event-stream'),
      'x-accel-buffering': 'no',
      'cache-control': 'no-cache, no-transform',
    });
    expect(answer.text).toMatch(
      /^(: waiting\n\n)+event: message\ndata: \{"id":1\}\n\n$/,
    );
  });

  it('is JSON for who takes no streams, however long it takes', async () => {
    const answer = await sentBy(async reply => {
      expect(reply.tell('{"method":"x"}')).toBe(false);
      await new Promise(resolve => setTimeout(resolve, 100));
      reply.end('{"id":1}', 404);
    }, false);
    expect([answer.status, answer.text]).toEqual([404, '{"id":1}']);
    expect(answer.headers['content-type']).toContain('application/json');
  });

  it('says nothing once it has ended', async () => {
    const answer = await sentBy(reply => {
      expect(reply.tell('{"method":"x"}')).toBe(true);
      reply.end('{"id":1}', 500);
      reply.end('{"id":1}');
      expect(reply.tell('{"method":"y"}')).toBe(false);
    });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(
      'event: message\ndata: {"method":"x"}\n\nevent: message\ndata: {"id":1}\n\n',
    );
  });

  it('keeps nothing but the answer for a client that does not read', async () => {
    const large = JSON.stringify({ text: 'x'.repeat(300_000) });
    const told: boolean[] = [];
    const { text } = await sentBy(reply => {
      for (let each = 0; each < 5; each++) told.push(reply.tell(large));
      reply.end('{"id":1}');
    });
    expect(told).toContain(false);
    expect(text).toMatch(/data: \{"id":1\}\n\n$/);
  });
});
