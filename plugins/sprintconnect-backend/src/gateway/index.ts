/**
 * gateway: the one way by which callers use what servers offer.
 *
 * Owns: the tables `calls`, `gateway_instances`, `held_calls`, `held_questions` and `mcp_cancellations`, the record of every call, the steps that
 * a call goes through (`pipeline/steps.ts`), the connections that it uses, the MCP endpoints (`mcp/`), and who may reach those by which host
 * name and from which pages.
 *
 * Promises: a call goes through every step of its entrance, in order, and the first that refuses ends it: nothing was sent then, and nothing
 * written but its record. A record is committed before anything leaves the process, and closed once, whatever happens; where the process
 * died, as `unknown`. What may not be used and what is not there read alike. What servers are asked and answer passes unchanged, to the last
 * digit, but for what belongs to one hop. Whoever reads records sees their own, and those of servers that they may see and change.
 * Any instance answers any request of MCP. A list is read from the database and holds what its caller may use, so that a server that is away
 * empties none; what stands on it means one thing there, whatever comes and goes beside it.
 * A question of a server reaches only the client whose call it belongs to, and only what that client declared it can be asked; only that caller
 * answers it, once. Who listens for changes hears of what they see, and of nothing else.
 * A request to a foreign host name, or of a page of a foreign origin, gets no further, and is not asked who it is; preflights need no
 * credential.
 *
 * Never: sends a request twice that may have run; cuts a result; keeps arguments or results, unless the settings say so for an environment,
 * and then not unredacted; takes a page for allowed because of where its name leads; takes the name of a tool apart.
 *
 * How it fails: a refusal of a call is a value, one of a host or page a ProblemError. While the database is away no record opens, so that no
 * call is made, with DatabaseUnavailableError; how calls ended is tried again until it is written.
 */
export type { AskedCall } from './call/Call';
export { createGateway } from './createGateway';
export { callSettingsSchema, gatewaySettingsSchema } from './GatewaySettings';
export { createOriginGuard } from './origin/createOriginGuard';
export { callBody, CALLS } from './rest/callBody';
export { problemOf } from './rest/problemOf';
export type { Gateway } from './pipeline/Gateway';
