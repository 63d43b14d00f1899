import type { Config } from '@backstage/config';
import type { Settings } from './config';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * What is allowed in a production portal and seldom meant, one sentence each: where it stands, what follows, what to do.
 * Pure; empty where nothing is to be said.
 */
export function adviseForProduction(
  config: Config,
  settings: Pick<Settings, 'audit' | 'roles' | 'limits'>,
): string[] {
  return [
    ...['app.baseUrl', 'backend.baseUrl'].flatMap(path =>
      adviceOnUrl(path, config.getOptionalString(path)),
    ),
    ...adviceOnDatabase(config, settings.roles),
    ...(config.getOptionalBoolean('permission.enabled')
      ? []
      : [
          "permission.enabled isn't true, so Backstage allows everything to every signed-in user. Set it to true and use a permission policy.",
        ]),
    ...(settings.audit.key
      ? []
      : [
          "sprintconnect.audit.key isn't set, so the audit log is signed with a secret from its own database, and anyone who can write to the whole database can forge it. Set a key of at least 32 characters.",
        ]),
  ];
}

function adviceOnUrl(path: string, text: string | undefined): string[] {
  if (!text || !URL.canParse(text)) return [];
  const { hostname, protocol } = new URL(text);
  if (LOOPBACK.test(hostname)) {
    return [
      `${path} is ${text}: links in notifications and URLs given to agents point to the reader's own machine. Set it to the URL that people use.`,
    ];
  }
  return protocol === 'https:'
    ? []
    : [
        `${path} is ${text}, without TLS: credentials can be read in transit. Use an https URL.`,
      ];
}

function adviceOnDatabase(config: Config, roles: Settings['roles']): string[] {
  const client = config.getOptionalString('backend.database.client');
  if (client !== 'better-sqlite3') return [];
  const keeps =
    config.getOptional('backend.database.connection') === ':memory:'
      ? 'all data is lost when the process ends'
      : 'only one process can use it';
  const split =
    roles.length < 3
      ? ` This process only has the roles ${roles.join(' and ')}, and no other process can do the rest.`
      : '';
  return [
    `backend.database.client is better-sqlite3: ${keeps}.${split} Use PostgreSQL (client: pg).`,
  ];
}
