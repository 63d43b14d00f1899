import type { Router } from 'express';
import request from 'supertest';
import { testApp } from '../__testUtils__';
import { openRegistry } from '../registry/__testUtils__/openRegistry';
import { createOpenApiRouter } from './createOpenApiRouter';

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

function routesOf({ stack }: { stack?: Layer[] }): string[] {
  return (stack ?? []).flatMap(({ route, handle }) =>
    route
      ? Object.keys(route.methods).map(
          method => `${method} ${route.path.replace(/:(\w+)/g, '{$1}')}`,
        )
      : routesOf(handle),
  );
}

const BY_GATEWAY =
  /^\/v1\/servers\/\{id\}\/(tools\/\{name\}\/call|prompts\/\{name\}\/get|resources\/read)$/;

describe('GET /openapi.json', () => {
  it('tells the contract to anybody', async () => {
    const response = await request(testApp([createOpenApiRouter()]))
      .get('/openapi.json')
      .set('x-test-caller', 'none');
    expect([response.status, response.type]).toEqual([200, 'application/json']);
    expect(response.body).toMatchObject({
      openapi: '3.1.1',
      info: { title: 'SprintConnect' },
    });
  });

  it('names every route of the registry and no other of its paths', async () => {
    const { body } = await request(testApp([createOpenApiRouter()])).get(
      '/openapi.json',
    );
    const { app } = await openRegistry();
    const { _router } = app as unknown as {
      _router: Router & { stack: Layer[] };
    };
    const served = routesOf(_router);
    const told = Object.entries<object>(body.paths)
      .filter(([path]) =>
        /^\/v1\/(servers|catalog|credentials|discovery)/.test(path),
      )
      .filter(
        ([path]) =>
          !/\/(health|health-summaries|probe|servers\/test)\b/.test(path) &&
          !BY_GATEWAY.test(path),
      )
      .flatMap(([path, methods]) =>
        Object.keys(methods).map(method => `${method} ${path}`),
      );
    expect(served.length).toBeGreaterThan(10);
    expect(served.sort()).toEqual(told.sort());
  });
});
