/**
 * A portal in a process of its own, which kills itself at a moment that its parent names in a message: when it has answered a request
 * (`afterRequest`, a pattern of "METHOD /path"), or when it logs something (`onLog`). So nothing of it can end in order.
 */
import { ServerResponse } from 'node:http';
import type { RootLoggerService } from '@backstage/backend-plugin-api';
import { createPublishAction } from './createPublishAction';
import { hostActions } from './hostActions';
import { startPortal, type PortalOptions } from './startPortal';

/** When a portal is to kill itself. */
export interface Moment {
  afterRequest?: string;
  onLog?: string;
}

const { PORTAL = '{}', PUBLISHED = '', SERVED = '' } = process.env;

let moment: Moment = {};
process.on('message', (named: Moment) => {
  moment = named;
  process.send?.('ready');
});

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
  killIf(moment.afterRequest, `${method} ${originalUrl ?? url}`);
  return (end as (...all: unknown[]) => ServerResponse).apply(this, args);
} as typeof end;

const say = (message: string) => killIf(moment.onLog, message);
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
  features: [
    hostActions(createPublishAction({ folder: PUBLISHED, served: SERVED })),
  ],
}).then(
  () => process.send?.('started'),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
