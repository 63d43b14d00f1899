/**
 * health: knows at any time whether each server of the registry answers, and tells when that changes.
 *
 * Owns the tables `health_states`, `probes`, `health_late_hours`, `health_hours`, `health_days`, `health_rollups` and
 * `health_incidents`, the jobs `probe-batch`, `probe-server` and `notify-incident`, and the routes of `history/createServerHealthRouter`.
 *
 * Promises: every server that is in use is probed on its own schedule, by the cheapest honest question of its era, within
 * a time limit, and never twice at once: who probes holds a claim on its row, and the claim of a killed worker lapses
 * within seconds. Load is even: each server has its own moment in the interval, and what is overdue is caught up with
 * at little more than the usual rate. What a probe means is decided by `nextHealth`, which is pure. A change of status
 * commits with its incident, its audit entry, its event and its notification, or not at all. A server that fails for long
 * rests, longer each time, and says why and since when; one that asks for patience gets it, within bounds. One that asks for
 * a login is not ill: no incident, no notification, no part of a budget. One outage, with
 * the error budget that it burns, is one notification.
 *
 * Never: calls a tool, keeps a connection, probes drafts or retired servers, or lets a notification that fails disturb
 * a probe.
 *
 * How it fails: a probe that fails is a result. Results that cannot be written are logged; their claims lapse and the
 * servers are probed again. The schedule logs what goes wrong and goes on.
 */
export { createHealth, type Health } from './createHealth';
export { healthSettingsSchema } from './state/HealthSettings';
