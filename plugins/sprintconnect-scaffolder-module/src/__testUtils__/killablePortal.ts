/**
 * A portal in a process of its own, which kills itself at a moment that a test names: when it has answered a request
 * (`KILL_AFTER`, a pattern of "METHOD /path"), or when it logs something (`KILL_ON_LOG`). So nothing of it can end in order.
 */
import { ServerResponse } from 'node:http';
import type { RootLoggerService } from '@backstage/backend-plugin-api';
import { publishModule } from './publishModule';
import { startPortal, type PortalOptions } from './startPortal';

const {
  KILL_AFTER,
  KILL_ON_LOG,
  PORTAL = '{}',
  PUBLISHED = '',
  SERVED = '',
} = process.env;

function killIf(pattern: string | undefined, text: string): void {
  if (pattern && new RegExp(pattern).test(text)) {
    process.kill(process.pid, 'SIGKILL');
  }
}

const end = ServerResponse.prototype.end;
ServerResponse.prototype.end = function killed(
  this: ServerResponse & {
    req: { method: string; originalUrl?: string; url: string };
  },
  ...args: unknown[]
) {
  const { method, originalUrl, url } = this.req;
  killIf(KILL_AFTER, `${method} ${originalUrl ?? url}`);
  return (end as (...all: unknown[]) => ServerResponse).apply(this, args);
} as typeof end;

const say = (message: string) => killIf(KILL_ON_LOG, message);
const logger: RootLoggerService = {
  child: () => logger,
  debug: say,
  info: say,
  warn: say,
  error: say,
};

startPortal({
  ...(JSON.parse(PORTAL) as PortalOptions),
  logger,
  features: [publishModule({ folder: PUBLISHED, served: SERVED })],
}).then(
  () => process.send?.('started'),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
