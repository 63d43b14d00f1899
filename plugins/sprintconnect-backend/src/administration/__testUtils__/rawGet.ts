import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';

/** `GET /v1/context` with headers as they are, repeated ones included. */
export async function rawGet(
  port: number,
  headers: [string, string][],
): Promise<{ status: number; body: string }> {
  const sent = http.request({
    host: '127.0.0.1',
    port,
    path: '/v1/context',
    agent: false,
    headers: ['Host', `127.0.0.1:${port}`, ...headers.flat()],
  } as http.RequestOptions);
  const answered = once(sent, 'response');
  sent.end();
  const [res] = (await answered) as [http.IncomingMessage];
  return { status: res.statusCode ?? 0, body: await text(res) };
}
