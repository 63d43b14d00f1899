/**
 * gateway: the one way by which callers use what servers offer.
 *
 * Owns: the tables `calls` and `gateway_instances`, the record of every call, the steps that a call goes through
 * (`pipeline/steps.ts`), and the connections that it uses.
 *
 * Promises: a call goes through every step of its entrance, in order, and the first that refuses ends it: nothing was sent then, and nothing
 * written but its record. A record is committed before anything leaves the process, and closed once, whatever happens; where the process
 * died, as `unknown`. What may not be used and what is not there read alike. What servers are asked and answer passes unchanged, to the last
 * digit, but for what belongs to one hop. Whoever reads records sees their own, and those of servers that they may see and change.
 *
 * Never: sends a request twice that may have run; cuts a result; keeps arguments or results, unless the settings say so for an environment,
 * and then not unredacted.
 *
 * How it fails: a refusal is a value. While the database is away no record opens, so that no call is made, with
 * DatabaseUnavailableError; how calls ended is tried again until it is written.
 */
export type { AskedCall, ServerRef } from './call/Call';
export type { CallAnswer, Refusal, RpcFault } from './call/CallAnswer';
export type { Exchange, Progress, Question } from './call/Exchange';
export { createGateway, type GatewaySlice } from './createGateway';
export { callSettingsSchema, gatewaySettingsSchema } from './GatewaySettings';
export { callBody, CALLS } from './rest/callBody';
export type { Gateway } from './pipeline/Gateway';
