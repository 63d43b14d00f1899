import request from 'supertest';
import { openEgressWorld } from './__testUtils__/openEgressWorld';

const NAMES: Record<string, string[]> = {
  'public.example': ['93.184.215.14'],
  'mixed.example': ['93.184.215.14', '10.20.0.7'],
  'tools.corp.example': ['10.20.0.7'],
  'far.corp.example': ['10.99.0.7'],
  'metadata.example': ['169.254.169.254'],
};
const resolve = async (name: string) =>
  (NAMES[name] ?? []).map(address => ({ address, family: 4 }));

async function open(options: Parameters<typeof openEgressWorld>[0] = {}) {
  const world = await openEgressWorld({ resolve, ...options });
  const check = async (url: string, environment = 'production') =>
    (
      await request(world.app)
        .post('/v1/egress/check')
        .send({ url, environment })
    ).body;
  return { ...world, check };
}

describe('what is asked of egress', () => {
  it.each([
    ['https://public.example/', true, 'default'],
    ['https://mixed.example/', false, 'address'],
    ['https://metadata.example/', false, 'address'],
    ['http://127.0.0.1:7101/', true, 'configuration'],
    ['http://10.0.0.1/', false, 'address'],
    ['http://public.example:22/', false, 'port'],
    ['ftp://public.example/', false, 'url'],
    ['nonsense', false, 'url'],
    ['https://nobody.example/', false, 'unresolved'],
  ])('%s is allowed: %s, by %s', async (url, allowed, decidedBy) => {
    const { check } = await open();
    expect(await check(url)).toMatchObject({ allowed, decidedBy });
  });

  it('is answered by the rule that decides, in its environment', async () => {
    const { check, make } = await open();
    const opening = await make({
      action: 'allow',
      host: '*.corp.example',
      range: '10.20.0.0/16',
      environment: 'production',
    });
    expect(await check('https://tools.corp.example/')).toEqual({
      allowed: true,
      decidedBy: 'rule',
      why: 'An egress rule of your organisation allows it.',
      rule: expect.objectContaining({ id: opening.id }),
      addresses: [{ address: '10.20.0.7', allowed: true }],
    });
    expect(
      await check('https://tools.corp.example/', 'development'),
    ).toMatchObject({ allowed: false, decidedBy: 'address' });
    expect(await check('https://far.corp.example/')).toMatchObject({
      allowed: false,
      decidedBy: 'address',
      addresses: [{ address: '10.99.0.7', allowed: false }],
    });
    const closing = await make({ action: 'deny', host: 'public.example' });
    expect(await check('https://public.example/')).toMatchObject({
      allowed: false,
      decidedBy: 'rule',
      rule: { id: closing.id },
    });
  });

  it('is nothing where an environment reaches nothing by default, and no name is resolved for it', async () => {
    const asked: string[] = [];
    const { check, make, egress } = await open({
      settings: { allow: [], defaultByEnvironment: { production: 'none' } },
      resolve: name => {
        asked.push(name);
        return resolve(name);
      },
    });
    expect(await check('https://public.example/')).toMatchObject({
      allowed: false,
      decidedBy: 'default',
      why: expect.stringContaining('No egress rule allows public.example:443'),
    });
    expect(asked).toEqual([]);
    expect(
      await egress
        .for({ orgId: 'default', environment: undefined })
        .refusalOf('https://public.example/'),
    ).toContain('No egress rule allows');
    expect(await check('https://public.example/', 'development')).toMatchObject(
      {
        allowed: true,
      },
    );
    await make({ action: 'allow', host: 'public.example', ports: [443] });
    expect(await check('https://public.example/')).toMatchObject({
      allowed: true,
      decidedBy: 'rule',
    });
    expect(await check('https://public.example:8443/')).toMatchObject({
      allowed: false,
      decidedBy: 'default',
    });
    // Without a range a rule opens no private address, though its name is allowed.
    await make({ action: 'allow', host: 'mixed.example' });
    expect(await check('https://mixed.example/')).toMatchObject({
      allowed: false,
      decidedBy: 'address',
    });
  });

  it('tells those who only register servers neither rules nor addresses', async () => {
    const { check, app } = await open({
      denied: ['sprintconnect.egress.manage'],
    });
    expect(await check('https://mixed.example/')).toEqual({
      allowed: false,
      decidedBy: 'address',
      why: expect.not.stringContaining('10.20.0.7'),
    });
    const denied = [
      'sprintconnect.egress.manage',
      'sprintconnect.server.create',
    ];
    const closed = await open({ denied });
    const answer = await request(closed.app)
      .post('/v1/egress/check')
      .send({ url: 'https://public.example/', environment: 'production' });
    expect(answer.status).toBe(403);
    const wrong = await request(app)
      .post('/v1/egress/check')
      .send({ url: '', environment: 'moon' });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([400, 'url']);
    const moon = await request(app)
      .post('/v1/egress/check')
      .send({ url: 'https://a', environment: 'moon' });
    expect([moon.status, moon.body.errors[0].path]).toEqual([
      400,
      'environment',
    ]);
  });

  it('is what the configuration says', async () => {
    const { app } = await open({
      settings: { defaultByEnvironment: { production: 'none' } },
    });
    const { body } = await request(app).get('/v1/egress/settings').expect(200);
    expect(body).toEqual({
      environments: [
        { name: 'development', reaches: 'public' },
        { name: 'production', reaches: 'none' },
      ],
      privateRanges: ['10.20.0.0/16', 'fd00::/8'],
      hasProxy: false,
    });
  });
});
