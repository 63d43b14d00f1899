import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from './openapi';
import { apiRoutes } from './routes';

const committed = join(__dirname, '..', 'openapi.json');
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
    const known = Object.keys(components.schemas).map(
      id => `#/components/schemas/${id}`,
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
});
