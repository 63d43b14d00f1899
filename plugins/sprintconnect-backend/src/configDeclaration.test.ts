import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfigSchema } from '@backstage/config-loader';
import type { z } from 'zod';
import { settingsSchema } from './config';
import { healthSettingsSchema } from './health';
import { objectivesOf } from './health/state/objectivesOf';

/** What follows where a setting is absent that has no value by default. */
const WITHOUT_VALUE = {
  'access.issuers': 'none',
  'access.issuers.jwksUrl': 'from its metadata',
  'access.issuers.claims.organisation': 'none',
  'access.issuers.claims.roles': 'none',
  'access.roles': 'nobody',
  'access.clientCertificate':
    'only the certificate of the connection itself is used',
  'credentials.allowHttp': 'none',
  'egress.allow.ports': 'every port that is not denied',
  'gateway.allowedHosts': 'none',
  'gateway.allowedOrigins': 'none',
  'health.availability': availabilityByDefault(),
  'oauth.clients': 'none',
  'oauth.clients.clientSecret': 'none, for a public client',
  'oauth.clients.scopes': 'those that the server names',
  'search.embeddings': 'none',
  'search.embeddings.apiKey': 'none',
  'secrets.files': 'none',
  'secrets.keys.awsKms': 'none',
  'secrets.keys.awsKms.endpoint': 'that of the region',
  'secrets.keys.awsKms.region': "as AWS's client finds it",
  'secrets.keys.keyFile': 'none',
  'secrets.keys.secret': 'none',
  'secrets.keys.transit': 'none',
  'secrets.vault': 'none',
  'secrets.vault.auth.appRole': 'none',
  'secrets.vault.auth.appRole.secretId': 'none',
  'secrets.vault.auth.appRole.secretIdFile': 'none',
  'secrets.vault.auth.kubernetes': 'none',
  'secrets.vault.auth.token': 'none',
  'secrets.vault.auth.tokenFile': 'none',
  'secrets.vault.caFile': 'none',
  'secrets.vault.kv': 'none',
  'secrets.vault.namespace': 'none',
  'upstream.stdio': 'none, stdio is off',
};

const declaration = readFileSync(join(__dirname, '../config.d.ts'), 'utf8');

/** Backstage shows and hides by config.d.ts; what it does not name is neither documented nor kept secret. */
it('is declared as it is read', () => {
  const declared = tidied([...readDeclaration(declaration).keys()]);
  expect(declared).toEqual(
    tidied(nodesOf(settingsSchema).map(({ path }) => path)),
  );
  expect(declared).toContain('access.issuers.claims.scopes');
});

/** A portal whose packages declare something wrong does not start. */
it('is declared so that Backstage can read it', async () => {
  const schema = await loadConfigSchema({
    dependencies: [],
    packagePaths: [join(__dirname, '../package.json')],
  });
  const kept = { sprintconnect: { calls: { keepBodies: ['development'] } } };
  const [{ data }] = schema.process([{ context: 'test', data: kept }], {
    visibility: ['backend'],
    // Of the portal there is no configuration here.
    ignoreSchemaErrors: true,
  });
  expect(data).toEqual(kept);
});

it('is declared with every default, as it is', () => {
  const declared = [...readDeclaration(declaration)].flatMap(
    ([path, comment]) => {
      const [, text] = /Default: (.+?)(?:;|\.(?: |$))/.exec(comment) ?? [];
      return text === undefined ? [] : [[path, text]];
    },
  );
  const read = nodesOf(settingsSchema).flatMap(({ path, byDefault }) =>
    hasContent(byDefault) ? [[path, textOf(byDefault)]] : [],
  );
  expect(Object.fromEntries(declared)).toEqual({
    ...WITHOUT_VALUE,
    ...Object.fromEntries(read),
  });
  expect(read).toContainEqual(['limits.global.burst', '200']);
});

function availabilityByDefault(): string {
  const settings = healthSettingsSchema.parse({});
  const [production, elsewhere] = ['production', 'staging'].map(
    environment => objectivesOf(settings, environment).availability,
  );
  return `${production} in production, ${elsewhere} elsewhere`;
}

function hasContent(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

function textOf(value: unknown): string {
  const mebibytes = Number(value) / 2 ** 20;
  if (Array.isArray(value)) return value.join(', ');
  return mebibytes >= 1 ? `${mebibytes} MiB` : String(value);
}

/**
 * The comment of each property of a formatted declaration, by path: each level is two spaces, and `*` stands for any
 * name.
 */
function readDeclaration(text: string): Map<string, string> {
  const names: string[] = [];
  const comments = new Map<string, string>();
  let comment: string[] = [];
  for (const line of text.split('\n')) {
    const [, words] =
      /^ *(?:\/\*\*|\*(?!\/)) ?(.*?)(?: ?\*\/)?$/.exec(line) ?? [];
    if (words !== undefined) comment.push(words);
    const [, spaces, name] = /^( +)(\w+|\[\w+: string\])\??: /.exec(line) ?? [];
    if (!name) continue;
    const depth = spaces.length / 2 - 2;
    names.splice(depth, Infinity, name.startsWith('[') ? '*' : name);
    if (depth >= 0) {
      comments.set(names.slice(0, depth + 1).join('.'), comment.join(' '));
    }
    comment = [];
  }
  return comments;
}

/** As much of zod as the settings are made of. */
interface Node {
  def: {
    type: string;
    defaultValue?: unknown;
    innerType?: Node;
    in?: Node;
    out?: Node;
    element?: Node;
    valueType?: Node;
    shape?: Record<string, Node>;
  };
}

interface Found {
  path: string;
  byDefault?: unknown;
}

function nodesOf(schema: z.ZodType): Found[] {
  return nodesAt(schema as unknown as Node, []);
}

function nodesAt({ def }: Node, path: string[]): Found[] {
  const { type, shape, element, valueType, innerType } = def;
  const inside =
    type === 'pipe' && def.in?.def.type === 'transform' ? def.out : def.in;
  const same = innerType ?? element ?? inside;
  return [
    { path: path.join('.'), byDefault: def.defaultValue },
    ...(same ? nodesAt(same, path) : []),
    ...(valueType ? nodesAt(valueType, [...path, '*']) : []),
    ...Object.entries(shape ?? {}).flatMap(([name, each]) =>
      nodesAt(each, [...path, name]),
    ),
  ];
}

function tidied(paths: string[]): string[] {
  return [...new Set(paths.map(path => path.replace(/\.\*$/, '')))]
    .filter(Boolean)
    .sort();
}
