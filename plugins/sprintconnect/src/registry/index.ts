/**
 * The registry as people see it: the list of servers, one server, and the form that registers one.
 *
 * Owns: everything below `/sprintconnect/servers`, and the views of servers and capabilities that other pages show.
 * Promises: every list has loading, empty, no-match, error and no-permission states; what changes on the
 * server appears without reload; search, filters and compared versions stand in the address.
 * Never: decides what a person may do. It hides what `GET /v1/me` says is forbidden; the backend refuses.
 * Fails: shows the problem the backend answered, with its request id and, where it can help, a retry.
 */
export { ServerPages } from './ServerPages';
export { CapabilityDetails } from './capabilities/CapabilityDetails';
export { CapabilityList } from './capabilities/CapabilityList';
export { HintPills } from './capabilities/HintPills';
export { KindIcon } from './capabilities/KindIcon';
export { kindOrder } from './capabilities/kinds';
export { sourceTemplateOf } from './catalog/sourceTemplateOf';
export { awaitsFirst } from './server/awaitsFirst';
export { OffersPanel } from './server/OffersPanel';
export { RefreshStatus } from './server/RefreshStatus';
export { UnavailableServer } from './server/UnavailableServer';
export { useDiscovery } from './server/useDiscovery';
export { VersionsPanel } from './versions/VersionsPanel';
export { DiscoveryState } from './labels/DiscoveryState';
export { OfferedCounts } from './labels/OfferedCounts';
export { outOfUseOf } from './tryLink/outOfUseOf';
export { TryLink } from './tryLink/TryLink';
export { useTryPath } from './tryLink/useTryPath';
export { DriftPill } from './drift/DriftPill';
export { EraPill } from './labels/EraPill';
export { StatusPill } from './labels/StatusPill';
