import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from './openApiDocument';
import { apiRoutes } from '../routes';

interface Described {
  description?: string;
  $ref?: string;
}

interface JsonSchema {
  items?: JsonSchema;
  [keyword: string]: unknown;
}

interface Operation {
  operationId: string;
  security: object[];
  parameters?: (Described & { name: string; in: string; schema: JsonSchema })[];
  responses: Record<
    string,
    Described & {
      headers: Record<string, Described>;
      links?: Record<
        string,
        { operationId: string; parameters: Record<string, string> }
      >;
    }
  >;
}

type Paths = Record<string, Record<string, Operation>>;

const NARROW = ['enum', 'format', 'pattern', 'maximum'];
const isNarrow = (schema: JsonSchema | undefined) =>
  NARROW.some(keyword => schema && keyword in schema);

const committed = join(__dirname, '..', '..', 'openapi.json');
const text = `${JSON.stringify(openApiDocument(), null, 2)}\n`;

describe('the OpenAPI document', () => {
  // `yarn workspace @sprintconnect/plugin-sprintconnect-common openapi` writes the file anew.
  if (process.env.WRITE_OPENAPI) {
    writeFileSync(committed, text);
  }

  it('is committed as it is derived', () => {
    expect(JSON.parse(readFileSync(committed, 'utf8'))).toEqual(
      JSON.parse(text),
    );
  });

  it('refers only to what it defines', () => {
    const { components } = JSON.parse(text);
    const references = [...text.matchAll(/"\$ref": "([^"]+)"/g)].map(
      each => each[1],
    );
    const known = ['schemas', 'headers'].flatMap(kind =>
      Object.keys(components[kind]).map(id => `#/components/${kind}/${id}`),
    );
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter(each => !known.includes(each))).toEqual([]);
  });

  it('names each operation once and refuses unknown fields of bodies', () => {
    const ids = apiRoutes.map(each => each.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const { components } = JSON.parse(text);
    for (const name of ['RegisterServer', 'UpdateServer', 'CatalogServer']) {
      expect(components.schemas[name].additionalProperties).toBe(false);
    }
    expect(components.schemas.Server.additionalProperties).toBeUndefined();
  });

  const operations = Object.entries(openApiDocument().paths as Paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        ...operation,
      })),
  );

  it('describes every parameter, header and answer in words', () => {
    const { headers } = openApiDocument().components as {
      headers: Record<string, Described>;
    };
    const silent = operations.flatMap(({ name, parameters = [], responses }) =>
      [
        ...parameters.map(each => [each.name, each] as const),
        ...Object.entries(responses),
        ...Object.values(responses).flatMap(each =>
          Object.entries(each.headers),
        ),
      ]
        .filter(([, each]) => !each.$ref && !each.description)
        .map(([what]) => `${name}: ${what}`),
    );
    expect(operations.length).toBeGreaterThan(35);
    expect(silent).toEqual([]);
    expect(Object.values(headers).every(each => each.description)).toBe(true);
  });

  it('says of a parameter which values it takes', () => {
    const anything = operations.flatMap(({ name, parameters = [] }) =>
      parameters
        .filter(({ schema }) => !isNarrow(schema) && !isNarrow(schema.items))
        .map(each => `${name}: ${each.name}`),
    );
    // A client may have any entity tag from before.
    expect(anything.filter(each => !each.endsWith(': If-None-Match'))).toEqual(
      [],
    );
    expect(anything).toHaveLength(4);
  });

  it('says with each write what a body, a key and a precondition can be answered', () => {
    const statusesOf = (id: string) =>
      Object.keys(operations.find(each => each.operationId === id)!.responses);
    expect(statusesOf('updateServer')).toEqual(
      '200 400 401 403 404 409 412 413 415 422 428 429 500 503'.split(' '),
    );
    expect(statusesOf('getServer')).toEqual(
      '200 304 400 401 403 404 429 500 503'.split(' '),
    );
    expect(statusesOf('health')).toEqual(['200', '503']);
  });

  it('requires the headers that are always there, and If-Match', () => {
    const { parameters = [] } = operations.find(
      each => each.operationId === 'updateServer',
    )!;
    expect(parameters.find(each => each.name === 'If-Match')).toMatchObject({
      required: true,
      description: expect.stringContaining('428'),
    });
    const { components } = JSON.parse(text);
    const required = Object.entries<{ required?: boolean }>(components.headers)
      .filter(([, header]) => header.required)
      .map(([name]) => name);
    expect(required.sort()).toEqual([
      'Content-Disposition',
      'ETag',
      'Location',
      'Retry-After',
      'WWW-Authenticate',
      'X-Request-Id',
    ]);
  });

  it('names every way to authenticate, and needs one of them unless open', () => {
    const { securitySchemes } = JSON.parse(text).components;
    expect(Object.keys(securitySchemes).sort()).toEqual([
      'accessToken',
      'apiKey',
      'backstageToken',
      'clientCertificate',
      'dpop',
      'dpopProof',
    ]);
    const used = new Set(
      operations.flatMap(each => each.security.flatMap(Object.keys)),
    );
    expect([...used].sort()).toEqual(Object.keys(securitySchemes).sort());
    const open = operations.filter(({ security }) => security.length === 0);
    expect(open.map(each => each.operationId).sort()).toEqual([
      'clientDocument',
      'health',
      'openapi',
      'protectedResource',
    ]);
  });

  it('leads by its links to operations and parameters that there are', () => {
    const links = operations.flatMap(({ responses }) =>
      Object.values(responses).flatMap(each => Object.values(each.links ?? {})),
    );
    expect(links.length).toBeGreaterThan(4);
    for (const { operationId, parameters } of links) {
      const target = operations.find(each => each.operationId === operationId);
      const needed = target?.parameters
        ?.filter(each => each.in === 'path')
        .map(each => each.name);
      expect(Object.keys(parameters)).toEqual(needed);
    }
  });
});
