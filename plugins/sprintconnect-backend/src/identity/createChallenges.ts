import type { Request } from 'express';
import { ProblemError } from '../http';
import type { ProtectedResources } from './createResources';
import type { RefusedCredential } from './credentials/RefusedCredential';

export interface Challenges {
  /** The answer to a refusal of a request. `nonce` is a fresh one for the next proof. */
  toProblem(
    refusal: RefusedCredential,
    req: Pick<Request, 'originalUrl'>,
    nonce?: string,
  ): ProblemError;
  /** The answer to who is known, and would need these scopes; a Bearer challenge unless they came with another scheme. */
  insufficientScope(
    req: Pick<Request, 'originalUrl'>,
    lacking: { scopes: readonly string[]; scheme?: 'Bearer' | 'DPoP' },
  ): ProblemError;
}

/**
 * How refusals are said in `WWW-Authenticate` (RFC 6750, section 3; RFC 9449, section 7.1), with the address of the
 * metadata (RFC 9728, section 5.1), from which a client learns where tokens come from.
 */
export function createChallenges(options: {
  /** Each resource has metadata of its own. */
  metadataUrlOf: ProtectedResources['metadataUrlOf'];
  proofAlgorithms: readonly string[];
}): Challenges {
  const { metadataUrlOf, proofAlgorithms } = options;
  const schemes = {
    Bearer: `Bearer realm="sprintconnect"`,
    DPoP: `DPoP realm="sprintconnect", algs="${proofAlgorithms.join(' ')}"`,
  };
  return {
    toProblem(refusal, req, nonce) {
      const { code, scheme } = refusal;
      const status = code === 'invalid_request' ? 400 : 401;
      const said = [
        ...(code ? [`error="${code}"`] : []),
        ...(code ? [`error_description="${quotable(refusal.message)}"`] : []),
        `resource_metadata="${metadataUrlOf(req)}"`,
      ].join(', ');
      const offered = scheme
        ? [schemes[scheme]]
        : [schemes.Bearer, schemes.DPoP];
      return new ProblemError({
        status,
        detail: refusal.message,
        headers: {
          'WWW-Authenticate': offered
            .map(each => `${each}, ${said}`)
            .join(', '),
          ...(nonce && { 'DPoP-Nonce': nonce }),
        },
        cause: refusal.cause,
      });
    },
    insufficientScope(req, { scopes, scheme = 'Bearer' }) {
      const detail = `The MCP endpoints need these scopes: ${scopes.join(', ')}. Use a credential that has them.`;
      const said = [
        'error="insufficient_scope"',
        `error_description="${quotable(detail)}"`,
        `scope="${scopes.join(' ')}"`,
        `resource_metadata="${metadataUrlOf(req)}"`,
      ];
      return new ProblemError({
        kind: 'permission-missing',
        detail,
        headers: {
          'WWW-Authenticate': `${schemes[scheme]}, ${said.join(', ')}`,
        },
      });
    },
  };
}

/** RFC 6750 allows no quotes, backslashes, or characters beyond ASCII there. */
function quotable(text: string): string {
  return text.replace(/["\\]/g, "'").replace(/[^\x20-\x7e]/g, '?');
}
