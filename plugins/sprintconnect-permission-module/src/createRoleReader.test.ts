import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { createRoleReader } from '.';

const ada = mockCredentials.user('user:default/ada');

/** SprintConnect as far as roles are asked for. */
async function start() {
  const asked: string[] = [];
  const state = { status: 200, roles: ['engineer'] };
  const server = http.createServer((req, res) => {
    asked.push(`${req.url} ${req.headers.authorization}`);
    res.writeHead(state.status, { 'content-type': 'application/json' });
    res.end(
      JSON.stringify(
        state.status === 200
          ? { orgId: 'default', roles: state.roles }
          : {
              type: 'about:blank',
              title: 'No',
              status: state.status,
              detail: 'No.',
              requestId: 'r',
            },
      ),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let time = 0;
  const events = mockServices.events();
  const logger = mockServices.logger.mock();
  const rolesOf = await createRoleReader(
    {
      auth: mockServices.auth({ pluginId: 'permission' }),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async () => `http://127.0.0.1:${port}`,
      }),
      events,
      logger,
      userInfo: mockServices.userInfo({
        ownershipEntityRefs: ['group:default/data'],
      }),
    },
    { now: () => time },
  );
  return {
    asked,
    state,
    events,
    logger,
    rolesOf,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

it('asks on behalf of the user, and keeps the answer for five seconds', async () => {
  const world = await start();
  const wanted = {
    roles: ['engineer'],
    ownershipRefs: ['group:default/data'],
  };
  const [first, second] = await Promise.all([
    world.rolesOf(ada),
    world.rolesOf(ada),
  ]);
  expect([first, second]).toEqual([wanted, wanted]);
  world.pass(4_999);
  await world.rolesOf(ada);
  expect(world.asked).toHaveLength(1);
  expect(world.asked[0]).toContain('/v1/me/roles Bearer ');
  expect(world.asked[0]).toContain('user:default/ada');
  expect(world.asked[0]).toContain('sprintconnect');
  await world.rolesOf(mockCredentials.user('user:default/noor'));
  expect(world.asked).toHaveLength(2);
  world.pass(1);
  world.state.roles = [];
  expect(await world.rolesOf(ada)).toMatchObject({ roles: [] });
  await world.stop();
});

it('forgets when roles change, and only then', async () => {
  const world = await start();
  await world.rolesOf(ada);
  world.state.roles = ['admin'];
  const publish = (eventPayload: unknown) =>
    world.events.publish({ topic: 'sprintconnect', eventPayload });
  await publish({ type: 'server.updated' });
  await publish(null);
  expect(await world.rolesOf(ada)).toMatchObject({ roles: ['engineer'] });
  await publish({ type: 'access.roles.changed' });
  expect(await world.rolesOf(ada)).toMatchObject({ roles: ['admin'] });
  await world.stop();
});

it('gives nobody roles who is no user', async () => {
  const world = await start();
  const nobody = { roles: [], ownershipRefs: [] };
  expect(await world.rolesOf(undefined)).toEqual(nobody);
  expect(await world.rolesOf(mockCredentials.service())).toEqual(nobody);
  expect(await world.rolesOf(mockCredentials.none())).toEqual(nobody);
  expect(world.asked).toEqual([]);
  await world.stop();
});

it('takes no answer for no roles, says so once, and asks again', async () => {
  const world = await start();
  world.state.status = 503;
  for (let times = 0; times < 3; times++) {
    expect(await world.rolesOf(ada)).toEqual({ roles: [], ownershipRefs: [] });
  }
  expect(world.asked).toHaveLength(3);
  expect(world.logger.warn).toHaveBeenCalledTimes(1);
  world.state.status = 200;
  expect(await world.rolesOf(ada)).toMatchObject({ roles: ['engineer'] });
  expect(world.logger.info).toHaveBeenCalledTimes(1);
  await world.stop();
  world.pass(5_000);
  expect(await world.rolesOf(ada)).toEqual({ roles: [], ownershipRefs: [] });
  expect(world.logger.warn).toHaveBeenCalledTimes(2);
});

it('takes no kept answer for the end of an outage', async () => {
  const world = await start();
  await world.rolesOf(ada);
  world.state.status = 503;
  const noor = mockCredentials.user('user:default/noor');
  for (let times = 0; times < 3; times++) {
    expect(await world.rolesOf(noor)).toMatchObject({ roles: [] });
    expect(await world.rolesOf(ada)).toMatchObject({ roles: ['engineer'] });
  }
  expect(world.logger.warn).toHaveBeenCalledTimes(1);
  expect(world.logger.info).not.toHaveBeenCalled();
  await world.stop();
});

it('knows that who is of no organisation has no roles, which is no outage', async () => {
  const world = await start();
  world.state.status = 403;
  expect(await world.rolesOf(ada)).toMatchObject({ roles: [] });
  await world.rolesOf(ada);
  expect(world.asked).toHaveLength(1);
  expect(world.logger.warn).not.toHaveBeenCalled();
  await world.stop();
});
