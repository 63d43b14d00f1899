import request from 'supertest';
import type { Egress, WayOut } from '../ports';
import { openRegistry } from './__testUtils__/openRegistry';

/** Production reaches nothing of corp.example; every other environment does. */
function openMoved() {
  const asked: unknown[] = [];
  const wayTo = (environment?: string): WayOut => ({
    fetch: () => async () => {
      throw new Error('The registry opens no sockets');
    },
    refusalOf: async url =>
      url.includes('corp.example') && environment === 'production'
        ? `No egress rule allows ${new URL(url).host}`
        : undefined,
  });
  const egress: Egress = {
    ...wayTo(),
    for: target => {
      asked.push(target);
      return wayTo(target.environment);
    },
  };
  return openRegistry({ plumbing: { egress } }).then(opened => ({
    ...opened,
    asked,
  }));
}
const remotes = [
  { type: 'streamable-http' as const, url: 'https://mcp.corp.example/mcp' },
];

describe('a server is held to the egress rules of its environment', () => {
  it('when it is registered, and when its address changes', async () => {
    const { app, counts, register, asked } = await openMoved();
    const before = await counts();
    const refused = await request(app)
      .post('/v1/servers')
      .send({ name: 'tools', environment: 'production', remotes });
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toEqual([
      {
        path: 'remotes[0].url',
        message: "isn't allowed: No egress rule allows mcp.corp.example",
      },
    ]);
    expect(await counts()).toEqual(before);
    expect(asked).toEqual([{ orgId: 'default', environment: 'production' }]);
    const { id } = await register();
    const after = await counts();
    const moved = await request(app)
      .patch(`/v1/servers/${id}`)
      .set('If-Match', '"1"')
      .send({ remotes });
    expect([moved.status, moved.body.errors[0].path]).toEqual([
      400,
      'remotes[0].url',
    ]);
    expect(await counts()).toEqual(after);
  });

  it('when its entity says another environment, with the address that it has', async () => {
    const { service, ctx, counts } = await openMoved();
    const apply = (environment: string) =>
      service.applyCatalogServer(ctx, {
        entityRef: 'api:default/tools',
        body: { name: 'tools', environment, remotes },
      });
    await apply('staging');
    const before = await counts();
    await expect(apply('production')).rejects.toMatchObject({
      status: 400,
      errors: [expect.objectContaining({ path: 'remotes[0].url' })],
    });
    expect(await counts()).toEqual(before);
    expect((await apply('development')).environment).toBe('development');
  });
});
