import http from 'node:http';

/** `GET /v1/context` with headers as they are, repeated ones included. */
export function rawGet(
  port: number,
  headers: [string, string][],
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = http.request(
      {
        host: '127.0.0.1',
        port,
        path: '/v1/context',
        agent: false,
        headers: ['Host', `127.0.0.1:${port}`, ...headers.flat()],
      } as http.RequestOptions,
      res => {
        const chunks: Buffer[] = [];
        res.on('data', chunk => chunks.push(chunk));
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}
