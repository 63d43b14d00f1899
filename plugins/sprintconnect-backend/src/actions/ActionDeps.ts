import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Gateway } from '../gateway';
import type { ContextOfCredentials } from '../identity';
import type { Health } from '../health';
import type { AuditTrail, Authorizer, JobLog, RequestContext } from '../ports';
import type { RegistryService } from '../registry';
import type { Search } from '../search';

/** What actions are made of: the verbs behind the routes, and never a route. */
export interface ActionDeps {
  authorizer: Authorizer;
  jobLog: JobLog;
  registry: RegistryService;
  gateway: Gateway;
  searchCapabilities: Search['searchCapabilities'];
  healthOf: Health['healthOf'];
  /** Of the plugin, as clients reach it. */
  baseUrl: string;
  /** Absent: people can't sign in to their MCP clients with the portal. */
  portalSignIn?: object;
  /** Where people open the portal, without a slash at its end. Absent: nobody said. */
  portalUrl?: string;
}

/** What stands between Backstage and an action, as it stands between a request and a route. */
export interface ActionGate {
  contextOf: ContextOfCredentials;
  /** Throws a 429 problem when a quota is used up. */
  admit(ctx: RequestContext, asked: { isRead: boolean }): Promise<void>;
  audit: Pick<AuditTrail, 'refused'>;
  logger: Pick<LoggerService, 'error'>;
}
