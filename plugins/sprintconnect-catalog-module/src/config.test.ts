import { mockServices } from '@backstage/backend-test-utils';
import { readSettings } from './config';

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(readSettings(mockServices.rootConfig())).toEqual({
      defaultOwner: 'group:default/unknown',
      defaultEnvironment: 'development',
      hasOrganisations: false,
      reconciliation: expect.objectContaining({ frequency: { minutes: 10 } }),
      intake: expect.objectContaining({ frequency: { seconds: 30 } }),
    });
  });

  it('reads what is configured', () => {
    const schedule = { frequency: { hours: 1 }, timeout: { minutes: 1 } };
    const data = {
      sprintconnect: { defaultEnvironment: 'staging' },
      catalog: {
        providers: {
          sprintconnect: {
            defaultOwner: 'group:default/mcp',
            schedule,
            intake: { schedule: { ...schedule, frequency: 'PT5S' } },
          },
        },
      },
    };
    expect(readSettings(mockServices.rootConfig({ data }))).toMatchObject({
      defaultOwner: 'group:default/mcp',
      defaultEnvironment: 'staging',
      reconciliation: schedule,
      intake: { frequency: { seconds: 5 } },
    });
  });

  it('refuses a malformed schedule', () => {
    const data = {
      catalog: {
        providers: { sprintconnect: { schedule: { frequency: 'often' } } },
      },
    };
    expect(() => readSettings(mockServices.rootConfig({ data }))).toThrow(
      /duration 'often'/,
    );
  });
});
