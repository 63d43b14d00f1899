import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireVariables } from './requireVariables';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sprintconnect-variables-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Each text is a configuration file; the later ones lie over the earlier ones. */
function check(files: string[], variables: Record<string, string> = {}) {
  const argv = files.flatMap((text, index) => {
    const path = join(folder, `${index}.yaml`);
    writeFileSync(path, text);
    return ['--config', path];
  });
  return requireVariables({
    argv: ['node', 'backend', ...argv],
    variable: name => variables[name],
  });
}

it('names each variable that has no value, with its place', async () => {
  const files = [
    'app: { baseUrl: http://localhost:3000 }',
    `
app: { baseUrl: '\${PORTAL_URL}' }
backend:
  baseUrl: '\${PORTAL_URL}/api'
  database: { connection: { host: '\${HOST}', password: { $env: PASSWORD } } }
  auth: { externalAccess: [{ type: static, options: { token: '\${TOKEN}' } }] }
sprintconnect: { audit: { key: '\${KEY}' } }
`,
  ];
  await expect(check(files, { HOST: 'db', KEY: '' })).rejects.toThrow(
    new Error(
      'These environment variables are required but missing or empty: PORTAL_URL (for app.baseUrl, backend.baseUrl); PASSWORD (for backend.database.connection.password); TOKEN (for backend.auth.externalAccess[0].options.token); KEY (for sprintconnect.audit.key). Set them, or add a default to the configuration: ${NAME:-default}.',
    ),
  );
  await expect(
    check(files, {
      ...{ HOST: 'db', PORTAL_URL: 'https://portal.example' },
      ...{ PASSWORD: 'p', TOKEN: 't', KEY: 'k' },
    }),
  ).resolves.toBeUndefined();
});

it('takes a default for a value, also an empty one, and beside a variable that has none', async () => {
  await expect(
    check([
      `
backend: { database: { port: '\${PORT:-5432}', host: '\${HOST:-}' } }
sprintconnect: { limits: { redisUrl: 'redis://\${WHO:-app}:\${SECRET}@redis' } }
`,
    ]),
  ).rejects.toThrow(
    'missing or empty: SECRET (for sprintconnect.limits.redisUrl).',
  );
});

it('says nothing of what a later file replaces, of other plugins, or of a text that is no variable', async () => {
  await expect(
    check([
      `
backend: { baseUrl: '\${URL}', title: '$\${NOT_ONE}' }
integrations: { github: [{ host: github.com, token: '\${GITHUB_TOKEN}' }] }
`,
      'backend: { baseUrl: https://portal.example }',
    ]),
  ).resolves.toBeUndefined();
});
