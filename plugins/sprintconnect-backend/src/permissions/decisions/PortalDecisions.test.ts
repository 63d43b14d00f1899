import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type Permission,
} from '@backstage/plugin-permission-common';
import {
  auditReadPermission,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { fixedClock, testContext } from '../../__testUtils__';
import { EVERYTHING, NOTHING } from '../../ports';
import { PortalDecisions } from './PortalDecisions';

/** A framework that allows and denies by turns, so that a second answer differs from the first. */
function open() {
  let asked = 0;
  const answer = async (requests: readonly { permission: Permission }[]) =>
    requests.map(() => ({
      result: asked++ % 2 ? AuthorizeResult.DENY : AuthorizeResult.ALLOW,
    }));
  const decisions = new PortalDecisions({
    permissions: {
      authorize: answer as never,
      authorizeConditional: answer as never,
    },
    clock: fixedClock(),
    decisionSeconds: 5,
  });
  const of = (orgId: string, name: string, permission: Permission) =>
    decisions.criteriaOf(
      {
        ...testContext({ orgId, caller: { type: 'user', ref: name } }),
        credentials: mockCredentials.user(),
      },
      [permission],
    );
  return { of, asked: () => asked };
}

const ada = 'user:default/ada';

it('keeps a decision for the organisation, the user and the permission that it is about, and for no other', async () => {
  const { of, asked } = open();
  const [first] = await of('acme', ada, serverReadPermission);
  expect(first).toEqual(EVERYTHING);
  expect(await of('acme', ada, serverReadPermission)).toEqual([EVERYTHING]);
  expect(asked()).toBe(1);
  expect(await of('globex', ada, serverReadPermission)).toEqual([NOTHING]);
  expect(await of('acme', 'user:default/bob', serverReadPermission)).toEqual([
    EVERYTHING,
  ]);
  expect(await of('acme', ada, auditReadPermission)).toEqual([NOTHING]);
  expect(asked()).toBe(4);
});

it('does not take parts of one name for parts of another', async () => {
  const { of, asked } = open();
  await of('a', 'b","c', serverReadPermission);
  await of('a","b', 'c', serverReadPermission);
  await of('a b', 'c', serverReadPermission);
  await of('a', 'b c', serverReadPermission);
  expect(asked()).toBe(4);
});
