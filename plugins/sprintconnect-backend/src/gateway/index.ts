/**
 * gateway: the one way by which callers use what servers offer.
 *
 * Owns: the tables `calls` and `gateway_instances`, and the record of every call.
 *
 * Promises: a record is committed before anything leaves the process, and closed once, whatever happens; where the process died, as
 * `unknown`. Whoever reads records sees their own, and those of servers that they may see and change.
 *
 * Never: keeps arguments or results, unless the settings say so for an environment, and then not unredacted.
 *
 * How it fails: while the database is away no record opens, so that no call is made; how calls ended is tried again until it is written.
 */
export { type CallSettings, callSettingsSchema } from './log/CallSettings';
export { createCallLog } from './log/createCallLog';
