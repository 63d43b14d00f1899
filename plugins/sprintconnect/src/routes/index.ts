/**
 * The addresses of the pages, as route refs.
 *
 * Owns: every route ref of the plugin and its path below the page that it is part of, and those of other plugins that ours lead to.
 * Promises: a link to a page needs its ref only, and never the slice that shows the page.
 * Never: renders anything, or knows where the portal has mounted the plugin.
 * Fails: a ref resolves to nothing in a portal that has switched its page off; links to it are then left out.
 */
export {
  adminRouteRef,
  auditRouteRef,
  callRouteRef,
  callsRouteRef,
  connectionsRouteRef,
  credentialsRouteRef,
  discoverRouteRef,
  keysRouteRef,
  newServerRouteRef,
  organisationRouteRef,
  registerRouteRef,
  egressRouteRef,
  rolesRouteRef,
  rootRouteRef,
  serverActivityRouteRef,
  serverCapabilitiesRouteRef,
  serverEditRouteRef,
  serverHealthRouteRef,
  serverRouteRef,
  serversRouteRef,
  serverVersionsRouteRef,
  tryRouteRef,
} from './routeRefs';
