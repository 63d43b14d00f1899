import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { TemplateValues } from './renderTemplate';

/** The files of a rendered project, none of which is empty or holds what the renderer should have taken. */
export async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  const files = entries.filter(each => each.isFile());
  const names = files.map(({ parentPath, name }) =>
    join(parentPath, name).slice(folder.length + 1),
  );
  for (const name of names) {
    expect(name).not.toMatch(/njk|[${}']/);
    expect({ name, text: await readFile(join(folder, name), 'utf8') }).toEqual({
      name,
      text: expect.stringMatching(/\S/),
    });
  }
  return names.sort();
}

/** What catalogs and registries read of a project says the same as the answers that it was made with. */
export async function expectCatalogFiles(
  folder: string,
  values: TemplateValues,
) {
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  const { $schema, websiteUrl, ...server } = JSON.parse(
    await text('server.json'),
  );
  expect($schema).toContain('/2025-12-11/');
  expect(websiteUrl).toBe(values.repository);
  const remotes = [{ type: 'streamable-http', url: values.url }];
  expect(server).toEqual({
    name: values.serverName,
    title: shortened(values.title),
    description: shortened(values.description),
    version: '0.1.0',
    remotes,
  });
  const entity = parse(await text('catalog-info.yaml'));
  expect(entity).toMatchObject({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: {
      name: values.name,
      title: values.title,
      description: values.description,
      annotations: { 'sprintconnect.io/environment': values.environment },
    },
    spec: { type: 'mcp-server', owner: values.owner, remotes },
  });
  expect(entity.spec.system).toBe(values.system);
  expect(JSON.parse(entity.spec.definition)).toEqual(server);
  const dockerfile = await text('Dockerfile');
  expect(dockerfile).toContain(
    `LABEL io.modelcontextprotocol.server.name="${values.serverName}"`,
  );
  expect(dockerfile).toMatch(/^USER 65532:65532$/m);
}

/** To the 100 characters that server.json allows, with an ellipsis. */
function shortened(text: string): unknown {
  if (text.trim().length <= 97) return text.trim();
  return expect.stringMatching(/^[\s\S]{80,97}\.\.\.$/);
}
