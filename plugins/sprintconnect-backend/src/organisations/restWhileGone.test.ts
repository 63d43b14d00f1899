import { testOrganisations } from '../__testUtils__';
import { FinalJobError } from '../ports';
import { restWhileGone } from './restWhileGone';

it('lets jobs of an organisation that is gone rest', async () => {
  const organisations = testOrganisations();
  const run = jest.fn(async () => ({ done: true }));
  const [handler] = restWhileGone(organisations, [
    { kind: 'look', concurrency: 3, run },
  ]);
  const job = { orgId: 'acme' } as Parameters<typeof handler.run>[0];
  expect(handler).toMatchObject({ kind: 'look', concurrency: 3 });
  expect(await handler.run(job)).toEqual({ done: true });
  organisations.absent.add('acme');
  await expect(handler.run(job)).rejects.toThrow(FinalJobError);
  await expect(handler.run(job)).rejects.toThrow(
    'acme is no longer in the catalog',
  );
  expect(run).toHaveBeenCalledTimes(1);
});
