import type { Entity } from '@backstage/catalog-model';
import { entities } from '../../../dev/entities';
import { hasTechDocs, linksOf } from './linksOf';

const [server] = entities;

const entityOf = (
  metadata: Partial<Entity['metadata']>,
  definition?: unknown,
): Entity => ({
  ...server,
  metadata: { ...server.metadata, ...metadata },
  spec: {
    ...server.spec,
    definition:
      typeof definition === 'string' ? definition : JSON.stringify(definition),
  },
});

describe('linksOf', () => {
  it('gives what the definition, the source location and the links say, each address once', () => {
    const links = linksOf(
      entityOf(
        {
          annotations: {
            'backstage.io/source-location': 'url:https://git.example.com/a/',
          },
          links: [
            { url: 'https://example.com/runbook', title: 'Runbook' },
            { url: 'https://example.com/' },
          ],
        },
        {
          repository: { url: 'https://git.example.com/a', source: 'git' },
          websiteUrl: 'https://example.com',
        },
      ),
    );
    expect(links).toEqual([
      { kind: 'repository', url: 'https://git.example.com/a' },
      { kind: 'website', url: 'https://example.com/' },
      { kind: 'source', url: 'https://git.example.com/a/' },
      { kind: 'other', url: 'https://example.com/runbook', title: 'Runbook' },
    ]);
  });

  it.each([
    ['javascript', 'alert(1)'].join(':'),
    'data:text/html,x',
    'ftp://example.com',
    '//example.com',
    'no address',
    '',
    7,
    null,
  ])('leaves out %j', url => {
    const entity = entityOf(
      {
        annotations: { 'backstage.io/source-location': `url:${url}` },
        links: [{ url: String(url), title: 'Bad' }],
      },
      { repository: { url }, websiteUrl: url },
    );
    expect(linksOf(entity)).toEqual([]);
  });

  it.each(['openapi: 3', 'null', '[]', '7', '{"repository":null}', undefined])(
    'reads nothing in the definition %j',
    definition => {
      expect(linksOf(entityOf({}, definition))).toEqual([]);
    },
  );
});

describe('hasTechDocs', () => {
  it('is told by the annotation', () => {
    const annotations = { 'backstage.io/techdocs-ref': 'dir:.' };
    expect(hasTechDocs(entityOf({ annotations }))).toBe(true);
    expect(hasTechDocs(entityOf({}))).toBe(false);
  });
});
