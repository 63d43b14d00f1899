import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import { createEgress } from '../../egress';

/** A real egress that may reach this machine, until the test is over. */
export function loopbackEgress() {
  return closedAfterTest(createEgress({ allow: [{ host: '127.0.0.1' }] }));
}
