import {
  serverDeletePermission,
  serverUpdatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { testContext } from '../../__testUtils__';
import { type Criteria, EVERYTHING } from '../../ports';
import { refuseEscalation } from './refuseEscalation';

const OWN: Criteria = { trait: 'owner', anyOf: ['group:default/sky'] };

describe('who may change their own servers only', () => {
  const give = (given: { roles: string[]; scopes: string[] }) =>
    refuseEscalation(
      {
        criteriaOf: async (_ctx: unknown, asked: readonly unknown[]) =>
          asked.map(each =>
            each === serverUpdatePermission || each === serverDeletePermission
              ? OWN
              : EVERYTHING,
          ),
      } as never,
      testContext(),
      { by: 'key', ...given },
    );

  it('cannot give a key the right to change all', async () => {
    const refused = give({ roles: [], scopes: ['mcp:servers:update'] });
    await expect(refused).rejects.toMatchObject({ status: 403 });
    await expect(refused).rejects.toThrow(
      'sprintconnect.server.update, sprintconnect.server.delete',
    );
  });

  it('can give what narrows as theirs does', async () => {
    await expect(
      give({ roles: ['engineer'], scopes: [] }),
    ).resolves.toBeUndefined();
  });
});
