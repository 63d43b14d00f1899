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
    ['registered', 'known', 0, 'keep'],
    ['registered', 'known', 999, 'keep'],
    ['registered', 'new', 0, 'remember'],
    ['registered', 'new', 999, 'remember'],
    ['not registered', 'known', 0, 'remove'],
    ['not registered', 'new', 0, 'keep'],
    ['not registered', 'new', 14.9, 'keep'],
    ['not registered', 'new', 15, 'remove'],
  ])(
    'of one that is %s and %s after %s minutes: %s',
    (is, was, age, verdict) => {
      const claim = {
        owner: 'task-1',
        claimedAt: AT.toISOString(),
        isRegistered: was === 'known',
      };
      expect(
        decideAboutProject(claim, {
          isRegistered: is === 'registered',
          now: after(age),
        }),
      ).toBe(verdict);
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
