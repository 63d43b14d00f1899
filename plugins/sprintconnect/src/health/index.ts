/**
 * The health of servers as people see it: in the list, on the page of a server, on its entity.
 *
 * Owns: how health looks everywhere – the dot, the badge, the sparkline – and the Health tab with its history.
 * Promises: no state is told by colour alone; every chart has the same data as text; what changes is shown
 * without reload; a list never waits for health.
 * Never: decides what healthy means. It shows what `GET /v1/servers/{id}/health` answers.
 * Fails: without health a list shows the state that came with the server; the tab says what went wrong.
 */
export { HealthBadge } from './HealthBadge';
export { HealthDot } from './HealthDot';
export { HealthLine } from './HealthLine';
export { HealthTab } from './HealthTab';
export { HealthCell } from './HealthCell';
export { HealthWarning } from './HealthWarning';
export { reasonLabel } from './reasonLabel';
export { type HealthSummaries, useHealthSummaries } from './useHealthSummaries';
