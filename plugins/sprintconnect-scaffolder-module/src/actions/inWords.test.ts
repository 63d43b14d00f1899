import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SprintConnectClient } from '@sprintconnect/plugin-sprintconnect-common';
import { freePort } from 'testing';
import { inWords } from './inWords';

const problem = (status: number, errors?: object[]) => ({
  type: 'about:blank',
  title: 'Refused',
  status,
  detail: 'You may not register servers.',
  instance: '/v1/me',
  requestId: 'r',
  errors,
});

/** Asks a real server that answers this, by the real client. */
async function asked(status: number, body: unknown): Promise<unknown> {
  const server = createServer((_req, res) => {
    res.statusCode = status;
    res.end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new SprintConnectClient({
    baseUrl: `http://127.0.0.1:${port}`,
    fetch,
  });
  try {
    return await inWords(() => client.me());
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('what the registry refuses', () => {
  it.each([
    [400, 'InputError'],
    [401, 'AuthenticationError'],
    [403, 'NotAllowedError'],
    [404, 'NotFoundError'],
    [409, 'ConflictError'],
    [422, 'InputError'],
    [429, 'ServiceUnavailableError'],
    [503, 'ServiceUnavailableError'],
    [502, 'Error'],
  ])('%i is an %s with its words', async (status, name) => {
    await expect(asked(status, problem(status))).rejects.toMatchObject({
      name,
      message: 'You may not register servers.',
    });
  });

  it('names each fault with its path', async () => {
    const errors = [
      { path: 'name', message: 'is already used' },
      { path: '', message: 'is odd' },
    ];
    await expect(asked(400, problem(400, errors))).rejects.toThrow(
      'You may not register servers.\n- name is already used\n- is odd',
    );
  });

  it('says that nobody answers', async () => {
    const client = new SprintConnectClient({
      baseUrl: `http://127.0.0.1:${await freePort()}`,
      fetch,
    });
    await expect(inWords(() => client.me())).rejects.toThrow(
      /SprintConnect can't be reached: .*ECONNREFUSED.* Try again in a moment\./,
    );
  });

  it('passes on what is of others', async () => {
    const error = new Error('of others');
    await expect(inWords(() => Promise.reject(error))).rejects.toBe(error);
  });
});
