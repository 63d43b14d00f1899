/**
 * Real MCP servers for the demo and for tests.
 *
 * Owns the forecast server: our own server on the official SDK, which speaks MCP 2026-07-28 and 2025-11-25 on one
 * address and carries the fixtures of the official conformance suite; and the runner of the published
 * server-everything. Promises: loopback only, deterministic answers, changes on demand, a clear message when a
 * port is taken. Never used by the plugins themselves.
 *
 * @packageDocumentation
 */
export { startForecastServer } from './startForecastServer.ts';
export type { ForecastServer } from './startForecastServer.ts';
export { demoTokens } from './server/guarded.ts';
export type { Acceptance } from './server/guarded.ts';
export type { Release } from './forecast/forecastOffer.ts';
export { startEverythingServer } from './startEverythingServer.ts';
export type { EverythingServer } from './startEverythingServer.ts';
