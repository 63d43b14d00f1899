import { testContext } from '../../__testUtils__';
import { adminsToAsk } from './adminsToAsk';
import type { RoleBindingRecord } from '../../permissions/roles/RoleBindingStore';

const user = testContext({
  caller: { type: 'user', ref: 'user:default/eve' },
});
const configured = [
  { subject: '*', role: 'admin' as const },
  { subject: 'group:default/platform', role: 'admin' as const },
  { subject: 'group:default/data', role: 'engineer' as const },
];
const stored = (...subjects: string[]) => ({
  list: jest.fn(async () =>
    subjects.map(subject => ({ subject, role: 'admin' }) as RoleBindingRecord),
  ),
});

describe('adminsToAsk', () => {
  it('names users and groups, of the configuration and of the organisation', async () => {
    const bindings = stored(
      'api-key:01930000-0000-7000-8000-000000000001',
      'group:default/platform',
      'user:default/ada',
    );
    expect(await adminsToAsk({ bindings, configured }, user)).toEqual([
      'group:default/platform',
      'user:default/ada',
    ]);
    expect(bindings.list).toHaveBeenCalledWith(user, {
      filter: { role: 'admin' },
      limit: 20,
    });
  });

  it('names nobody where there are none', async () => {
    const deps = { bindings: stored(), configured: [] };
    expect(await adminsToAsk(deps, user)).toBeUndefined();
  });

  it('tells machines nothing', async () => {
    const bindings = stored('user:default/ada');
    const key = testContext({ caller: { type: 'api-key', ref: 'api-key:1' } });
    expect(await adminsToAsk({ bindings, configured }, key)).toBeUndefined();
    expect(bindings.list).not.toHaveBeenCalled();
  });
});
