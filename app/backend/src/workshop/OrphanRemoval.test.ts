import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { WorkshopFolder } from 'workshop';
import { OrphanRemoval, decideAboutProject } from './OrphanRemoval';

const AT = new Date('2026-11-30T10:00:00Z');
const after = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

describe('decideAboutProject', () => {
  it.each([
    { is: true, was: true, minutes: 0, verdict: 'keep' },
    { is: true, was: true, minutes: 999, verdict: 'keep' },
    { is: true, was: false, minutes: 0, verdict: 'remember' },
    { is: true, was: false, minutes: 999, verdict: 'remember' },
    { is: false, was: true, minutes: 0, verdict: 'remove' },
    { is: false, was: false, minutes: 0, verdict: 'keep' },
    { is: false, was: false, minutes: 14.9, verdict: 'keep' },
    { is: false, was: false, minutes: 15, verdict: 'remove' },
  ])(
    'of one that is registered ($is) and was ($was) after $minutes min: $verdict',
    each => {
      const claim = {
        owner: 'task-1',
        claimedAt: AT.toISOString(),
        isRegistered: each.was,
      };
      expect(
        decideAboutProject(claim, {
          isRegistered: each.is,
          now: after(each.minutes),
        }),
      ).toBe(each.verdict);
    },
  );
});

describe('OrphanRemoval', () => {
  async function aFolderWith(...names: string[]) {
    const folder = new WorkshopFolder(
      mkdtempSync(join(tmpdir(), 'sprintconnect-orphans-')),
    );
    const source = mkdtempSync(join(tmpdir(), 'sprintconnect-project-'));
    mkdirSync(join(source, 'src'));
    writeFileSync(join(source, 'src/main.ts'), '');
    for (const name of names) {
      await folder.publish(name, { source, owner: 'task-1', at: AT });
    }
    const catalog = { locations: [] as string[], asked: 0, isDown: false };
    const clock = { now: AT };
    const removal = new OrphanRemoval({
      folder,
      catalogInfoUrlOf: name => `http://workshop/${name}`,
      locations: async () => {
        catalog.asked += 1;
        if (catalog.isDown) throw new Error('catalog is down');
        return catalog.locations;
      },
      now: () => clock.now,
      logger: mockServices.logger.mock(),
    });
    return { folder, catalog, clock, removal };
  }

  it('removes what the catalog had and has no more, when it has looked twice', async () => {
    const { folder, catalog, removal } = await aFolderWith('one', 'two');
    catalog.locations = ['http://workshop/one', 'http://workshop/two'];
    await removal.look();
    catalog.locations = ['http://workshop/two'];
    await removal.look();
    expect(await folder.projects()).toEqual(['one', 'two']);
    await removal.look();
    expect(await folder.projects()).toEqual(['two']);
    expect(await folder.claims.names()).toEqual(['two']);
  });

  it('forgets its suspicion of one that is there again', async () => {
    const { folder, catalog, removal } = await aFolderWith('one');
    const there = ['http://workshop/one'];
    for (const locations of [there, [], there, []]) {
      catalog.locations = locations;
      await removal.look();
    }
    expect(await folder.projects()).toEqual(['one']);
  });

  it('removes nothing while the catalog cannot be asked', async () => {
    const { folder, catalog, removal } = await aFolderWith('one');
    catalog.locations = ['http://workshop/one'];
    await removal.look();
    catalog.isDown = true;
    await expect(removal.look()).rejects.toThrow('catalog is down');
    await expect(removal.look()).rejects.toThrow('catalog is down');
    expect(await folder.projects()).toEqual(['one']);
  });

  it('leaves one that was never registered to its task for a quarter of an hour', async () => {
    const { folder, clock, removal } = await aFolderWith('one');
    clock.now = after(14);
    await removal.look();
    await removal.look();
    expect(await folder.projects()).toEqual(['one']);
    clock.now = after(16);
    await removal.look();
    await removal.look();
    expect(await folder.projects()).toEqual([]);
  });

  it('asks nobody where there is no project', async () => {
    const { catalog, removal } = await aFolderWith();
    await removal.look();
    expect(catalog.asked).toBe(0);
  });
});
