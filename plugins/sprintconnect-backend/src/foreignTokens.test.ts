import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { openTestDatabase } from './__testUtils__';
import { startRealBackend } from './__testUtils__/startRealBackend';
import { createWitness } from './__testUtils__/routeWalk/witness';

it('refuses a token that the portal knows for another plugin, and writes nothing', async () => {
  const database = await openTestDatabase();
  const { backend, base } = await startRealBackend({
    database,
    sprintconnect: { roles: ['api'] },
    backend: {
      auth: {
        externalAccess: [
          {
            type: 'static',
            options: { token: 'of-the-catalog', subject: 'robot' },
            accessRestrictions: [{ plugin: 'catalog' }],
          },
        ],
      },
    },
  });
  try {
    const witness = createWitness(database);
    const before = await witness.counts();
    const answer = await fetch(`${base}/v1/servers`, {
      headers: { authorization: 'Bearer of-the-catalog' },
    });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      type: problemTypeOf('token-restricted'),
      detail: "This token isn't valid for SprintConnect.",
    });
    expect(await witness.counts()).toBe(before);
  } finally {
    await backend.stop();
  }
});
