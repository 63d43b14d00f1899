import {
  type BackstageUserPrincipal,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import permissionPlugin from '@backstage/plugin-permission-backend';
import {
  AuthorizeResult,
  type ConditionalPolicyDecision,
} from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  RESOURCE_TYPE_MCP_SERVER,
  problemTypeOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { askingServices } from 'testing';
import { databaseIds } from './__testUtils__';
import { user } from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import { createWitness } from './__testUtils__/routeWalk/witness';

const conditional = (
  resourceType: string,
  rule: string,
): ConditionalPolicyDecision => ({
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'sprintconnect',
  resourceType,
  conditions: { resourceType, rule, params: {} },
});

/** What is wrong with the policy, by who is asked about. */
const FAULTS: Record<string, () => ConditionalPolicyDecision> = {
  'acme-owner': () => {
    throw new TypeError(
      'Cannot read properties of undefined (secret-of-the-policy)',
    );
  },
  'acme-reader': () => conditional(RESOURCE_TYPE_MCP_SERVER, 'HAS_A_HAT'),
  'acme-maker': () => conditional('catalog-entity', 'HAS_LABEL'),
};

const failingPolicy = createBackendModule({
  pluginId: 'permission',
  moduleId: 'failing-policy-of-a-test',
  register: reg =>
    reg.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy({
          handle: async (_query, asking) => {
            const principal = asking?.credentials.principal;
            const { userEntityRef } = principal as BackstageUserPrincipal;
            return FAULTS[userEntityRef.replace('user:default/', '')]();
          },
        });
      },
    }),
});

describe.each(databaseIds)('a policy of the host that fails, on %s', id => {
  let portal: Portal;
  beforeAll(async () => {
    // Both plugins log what the policy threw.
    jest.spyOn(console, 'error').mockImplementation(() => {});
    portal = await startPortal(id, {
      features: [permissionPlugin, failingPolicy, ...askingServices],
    });
  });
  afterAll(async () => {
    await portal?.stop();
    jest.restoreAllMocks();
  });

  it.each(Object.keys(FAULTS))(
    'is named as the cause of a 500, and lets %s read and write nothing',
    async name => {
      const witness = createWitness(portal.database);
      const before = await witness.content('acme');
      const answers = [
        await portal.send('/v1/servers', {
          method: 'GET',
          headers: user(name),
        }),
        await portal.send('/v1/servers/00000000-0000-7000-8000-000000000000', {
          method: 'DELETE',
          headers: { ...user(name), 'if-match': '"1"' },
        }),
      ];
      for (const answer of answers) {
        const text = await answer.text();
        const { detail, type } = JSON.parse(text);
        expect([answer.status, type, detail]).toEqual([
          500,
          problemTypeOf('policy-failed'),
          expect.stringMatching(/^The portal's permission policy failed/),
        ]);
        expect(answer.headers.get('retry-after')).toBeNull();
        expect(text).not.toMatch(/secret-of-the-policy|TypeError|HAS_A_HAT/);
      }
      expect(await witness.content('acme')).toEqual(before);
    },
  );
});
