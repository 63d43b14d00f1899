import request from 'supertest';
import { createCursors } from '../http';
import {
  openTestDatabase,
  testApp,
  testAuthorizer,
  testContext,
} from '../__testUtils__';
import { createWorld } from '../jobs/__testUtils__/JobWorld';
import type { Registry } from '../registry';
import { createJobsRouter } from './createJobsRouter';

type KeepVisible = Registry['service']['keepVisible'];

async function world(
  denied: string[] = [],
  options: { keepVisible?: KeepVisible } = {},
) {
  const each = createWorld(await openTestDatabase());
  const cursors = createCursors(Buffer.alloc(32, 1));
  const router = createJobsRouter({
    jobLog: each.jobs.log,
    authorizer: testAuthorizer(denied),
    registry: {
      keepVisible: options.keepVisible ?? (async (_ctx, ids) => [...ids]),
    },
    cursors,
  });
  return { ...each, cursors, app: testApp([router]) };
}

describe('GET /v1/jobs/{id}', () => {
  it('200: the job', async () => {
    const { app, enqueue } = await world();
    const id = await enqueue();
    const answer = await request(app).get(`/v1/jobs/${id}`);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      id,
      kind: 'work',
      state: 'queued',
      attempts: 0,
      createdAt: expect.stringMatching(/Z$/),
    });
  });

  it('404 for one that is not there and for one of another organisation', async () => {
    const { app, enqueue } = await world();
    const id = await enqueue({ orgId: 'other' });
    const foreign = await request(app).get(`/v1/jobs/${id}`);
    const absent = await request(app).get('/v1/jobs/nonsense');
    expect([foreign.status, absent.status]).toEqual([404, 404]);
    expect(foreign.body.title).toBe(absent.body.title);
    const own = await request(app)
      .get(`/v1/jobs/${id}`)
      .set('x-test-org', 'other');
    expect(own.status).toBe(200);
  });

  it('404 for one about a server out of sight, or about none, to who manages no jobs', async () => {
    const keepVisible: KeepVisible = async (_ctx, ids) =>
      ids.filter(id => id === 'seen');
    const { app, enqueue } = await world(['sprintconnect.jobs.manage'], {
      keepVisible,
    });
    const statuses: number[] = [];
    for (const serverId of ['seen', 'hidden', undefined]) {
      const id = await enqueue({ payload: { serverId } });
      statuses.push((await request(app).get(`/v1/jobs/${id}`)).status);
    }
    expect(statuses).toEqual([200, 404, 404]);
  });

  it('403 without the permission to see servers, or to manage jobs', async () => {
    const denied = ['sprintconnect.server.read', 'sprintconnect.jobs.manage'];
    const { app, enqueue } = await world(denied);
    const answer = await request(app).get(`/v1/jobs/${await enqueue()}`);
    expect(answer.status).toBe(403);
  });

  it('200 for who manages jobs, as the list has it, whatever they see of servers', async () => {
    const hidden = async () => [];
    for (const denied of [[], ['sprintconnect.server.read']]) {
      const { app, enqueue } = await world(denied, { keepVisible: hidden });
      const id = await enqueue();
      expect((await request(app).get('/v1/jobs')).body.items).toMatchObject([
        { id },
      ]);
      expect((await request(app).get(`/v1/jobs/${id}`)).status).toBe(200);
    }
  });
});

describe('GET /v1/jobs', () => {
  it('200: pages, youngest first, each job once while others come in', async () => {
    const { app, enqueue } = await world();
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) {
      ids.unshift(await enqueue());
    }
    await enqueue({ orgId: 'other' });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await request(app)
        .get('/v1/jobs')
        .query({ limit: 2, fields: 'id', ...(cursor && { cursor }) });
      seen.push(...body.items.map((job: { id: string }) => job.id));
      cursor = body.nextCursor;
      await enqueue();
    } while (cursor);
    expect(seen).toEqual(ids);
  });

  it('200: by state and kind', async () => {
    const { app, enqueue } = await world();
    const id = await enqueue({ kind: 'else' });
    await enqueue();
    const { body } = await request(app).get('/v1/jobs?kind=else&state=queued');
    expect(body.items).toMatchObject([{ id }]);
  });

  it('400 for a state that no job has, a foreign cursor and an unknown parameter', async () => {
    const { app, cursors } = await world();
    const answer = await request(app).get('/v1/jobs?state=lost&what=1');
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toHaveLength(2);
    const ofOtherList = cursors.sign(testContext(), {}, ['a']);
    for (const cursor of ['abc', ofOtherList]) {
      const refused = await request(app).get(`/v1/jobs?cursor=${cursor}`);
      expect(refused.status).toBe(400);
    }
  });

  it('403 for who does not manage jobs', async () => {
    const { app } = await world(['sprintconnect.jobs.manage']);
    expect((await request(app).get('/v1/jobs')).status).toBe(403);
  });
});
