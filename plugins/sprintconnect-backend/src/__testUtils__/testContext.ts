import type { RequestContext } from '../ports';

/** A user of organisation `default`, unless told otherwise. */
export function testContext(
  overrides: Partial<RequestContext> = {},
): RequestContext {
  return {
    caller: { type: 'user', ref: 'user:default/ada' },
    orgId: 'default',
    roles: [],
    scopes: [],
    requestId: 'test-request',
    ...overrides,
  };
}
