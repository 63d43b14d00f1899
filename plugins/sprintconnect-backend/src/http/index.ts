/**
 * How routers speak HTTP: one way to read a request, one way to refuse it.
 *
 * Owns the tables `idempotency_keys` and `instance_secrets`, and the route `GET /openapi.json`.
 *
 * Promises: every error answer is `application/problem+json` with the request id, and lists all faults with
 * their JSON paths. A cursor works only for the organisation and the query it was given for. A write sent
 * twice with one `Idempotency-Key` happens once and answers the same; that holds between instances,
 * because the key commits with the write.
 *
 * Never does: authenticate or authorise. {@link contextOf} refuses when access has not run.
 *
 * How it fails: by throwing {@link ProblemError}. A database that is away becomes a 503 with `Retry-After`; anything else
 * that is thrown becomes a 500 whose cause is logged and not sent.
 *
 * A router is `createRouter()`; its handlers read with `parse`, `queryOf`, `contextOf`, `requireIfMatch` and
 * `idempotencyKeyOf`, list with `readPage`, and answer with `res.json`, a write that can be repeated after `noteReplay`.
 */
export { addressKeyOf } from './addressKeyOf';
export { ProblemError } from './ProblemError';
export { logFailure } from './logFailure';
export { problemBodyOf, problemHandler } from './problemHandler';
export { exposeHeaders } from './exposeHeaders';
export { noStore } from './noStore';
export { methodNotAllowed } from './methodNotAllowed';
export { onlyKnownMethods } from './onlyKnownMethods';
export { unknownRoute } from './unknownRoute';
export { faultOfEnvironment } from './faultOfEnvironment';
export { refuseNul } from './refuseNul';
export {
  contextOf,
  findContext,
  requestIdOf,
  setContext,
} from './requestContext';
export { toProblem } from './toProblem';
export { invalid, parse, queryOf } from './parse';
export { jsonBody, textOfBody } from './jsonBody';
export { etagOf, requireIfMatch, requireRevision } from './preconditions';
export { pickFields } from './pickFields';
export { readPage } from './readPage';
export { createRouter } from './createRouter';
export { createOpenApiRouter } from './createOpenApiRouter';
export { createCursors, type Cursors, type Position } from './createCursors';
export { openInstanceSecret } from './InstanceSecretStore';
export {
  createIdempotency,
  idempotencyKeyOf,
  noteReplay,
  type Claim,
  type Done,
  type Idempotency,
} from './createIdempotency';
