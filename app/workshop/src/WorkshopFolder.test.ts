import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { WorkshopFolder } from './WorkshopFolder';
import { aFolder, aProject } from './__testUtils__/aProject';
import { BYTES_MAX, FILES_MAX } from './measure';

const AT = new Date('2026-11-30T00:00:00Z');

function aWorkshopFolder() {
  const root = aFolder();
  const folder = new WorkshopFolder(root);
  const publish = (name: string, source: string, owner = 'task-1') =>
    folder.publish(name, { source, owner, at: AT });
  return { root, folder, publish };
}

describe('WorkshopFolder', () => {
  it('takes a whole copy of a project, and keeps who published it', async () => {
    const { root, folder, publish } = aWorkshopFolder();
    const source = aProject(undefined, { '.github/workflows/ci.yml': 'on: x' });
    expect(await publish('weather', source)).toBe('published');
    expect(await folder.projects()).toEqual(['weather']);
    for (const file of ['src/main.ts', '.github/workflows/ci.yml']) {
      expect(readFileSync(join(root, 'weather', file), 'utf8')).toBe(
        readFileSync(join(source, file), 'utf8'),
      );
    }
    expect(await folder.claims.get('weather')).toEqual({
      owner: 'task-1',
      claimedAt: AT.toISOString(),
      isRegistered: false,
    });
    expect(readdirSync(join(root, '.incoming'))).toEqual([]);
  });

  it('has the same owner come again, also where the copy was interrupted', async () => {
    const { folder, publish } = aWorkshopFolder();
    const source = aProject();
    await folder.claims.take('weather', {
      owner: 'task-1',
      claimedAt: AT.toISOString(),
      isRegistered: false,
    });
    expect(await folder.projects()).toEqual([]);
    expect(await publish('weather', source)).toBe('published');
    expect(await publish('weather', source)).toBe('already there');
  });

  it('refuses a name that another owner holds, and changes nothing', async () => {
    const { root, publish, folder } = aWorkshopFolder();
    await publish('weather', aProject('first();'));
    await expect(
      publish('weather', aProject('second();'), 'task-2'),
    ).rejects.toThrow(/already has a project "weather"\. Choose another name/);
    expect(readFileSync(join(root, 'weather/src/main.ts'), 'utf8')).toBe(
      'first();',
    );
    expect((await folder.claims.get('weather'))?.owner).toBe('task-1');
  });

  it('gives a name to one of two that come at once', async () => {
    const { folder, publish } = aWorkshopFolder();
    const source = aProject();
    const owners = ['a', 'b', 'c', 'd'];
    const all = await Promise.allSettled(
      owners.map(owner => publish('weather', source, owner)),
    );
    const winner = all.findIndex(({ status }) => status === 'fulfilled');
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await folder.claims.get('weather'))?.owner).toBe(owners[winner]);
  });

  it('refuses a folder that somebody else put there, and does not run it', async () => {
    const { root, publish, folder } = aWorkshopFolder();
    mkdirSync(join(root, 'weather'));
    await expect(publish('weather', aProject())).rejects.toThrow(/already has/);
    expect(await folder.projects()).toEqual([]);
    expect(readdirSync(join(root, 'weather'))).toEqual([]);
  });

  it.each([
    '',
    '.',
    '..',
    '../x',
    'a/b',
    'A',
    '-a',
    'a--b',
    '.claims',
    '1a',
    'a'.repeat(51),
  ])('refuses the name "%s", and writes nothing', async name => {
    const { root, folder, publish } = aWorkshopFolder();
    const refusal = /can't be the name/;
    await expect(publish(name, aProject())).rejects.toThrow(refusal);
    await expect(folder.remove(name)).rejects.toThrow(refusal);
    expect(readdirSync(root)).toEqual([]);
  });

  it.each([
    [
      'has nothing to run',
      /runs servers in TypeScript only, and there is no src\/main\.ts among: .*main\.py/,
      () => {
        const source = aFolder();
        writeFileSync(join(source, 'main.py'), '');
        return source;
      },
    ],
    ['is empty', /among: nothing/, aFolder],
    [
      'has a link in it',
      /"secrets" is neither a file nor a folder/,
      () => {
        const source = aProject();
        symlinkSync('/etc', join(source, 'secrets'));
        return source;
      },
    ],
    [
      'has a link as its entry',
      /there is no src\/main\.ts/,
      () => {
        const source = aFolder();
        mkdirSync(join(source, 'src'));
        symlinkSync(
          join(aProject(), 'src/main.ts'),
          join(source, 'src/main.ts'),
        );
        return source;
      },
    ],
    [
      'is too large',
      /too large.*at most 500 files and 5 MB/,
      () => aProject(undefined, { big: 'x'.repeat(BYTES_MAX + 1) }),
    ],
    [
      'has too many files',
      /too large/,
      () =>
        aProject(
          undefined,
          Object.fromEntries(
            Array.from({ length: FILES_MAX }, (_, index) => [`${index}`, '']),
          ),
        ),
    ],
  ])(
    'refuses a project that %s, and writes nothing',
    async (_, words, make) => {
      const { root, publish } = aWorkshopFolder();
      await expect(publish('weather', make())).rejects.toThrow(words);
      expect(readdirSync(root)).toEqual([]);
    },
  );

  it('removes a project and sets its name free', async () => {
    const { root, folder, publish } = aWorkshopFolder();
    await publish('weather', aProject());
    expect(await folder.remove('weather')).toBe(true);
    expect(existsSync(join(root, 'weather'))).toBe(false);
    expect(readdirSync(join(root, '.removed'))).toEqual([]);
    expect(await folder.remove('weather')).toBe(false);
    expect(await publish('weather', aProject(), 'task-2')).toBe('published');
  });

  it('removes what the catalog never had, and leaves what it has', async () => {
    const { folder, publish } = aWorkshopFolder();
    await publish('one', aProject());
    await publish('two', aProject());
    const claim = (await folder.claims.get('two'))!;
    await folder.claims.replace('two', { ...claim, isRegistered: true });
    expect(await folder.removeUnregistered('one')).toBe(true);
    expect(await folder.removeUnregistered('two')).toBe(false);
    expect(await folder.projects()).toEqual(['two']);
  });

  it('follows no link: neither to run what is behind it nor to delete it', async () => {
    const { root, folder } = aWorkshopFolder();
    const elsewhere = aProject();
    await folder.claims.take('weather', {
      owner: 'task-1',
      claimedAt: AT.toISOString(),
      isRegistered: true,
    });
    symlinkSync(elsewhere, join(root, 'weather'));
    expect(await folder.projects()).toEqual([]);
    expect(await folder.remove('weather')).toBe(false);
    expect(existsSync(join(elsewhere, 'src/main.ts'))).toBe(true);
  });

  it('clears away what was interrupted, and takes a claim that nobody can read', async () => {
    const { root, folder, publish } = aWorkshopFolder();
    mkdirSync(join(root, '.incoming/half'), { recursive: true });
    mkdirSync(join(root, '.removed/half'), { recursive: true });
    mkdirSync(join(root, '.claims'));
    writeFileSync(join(root, '.claims/weather.json'), '{"owner":');
    await folder.tidy();
    expect(readdirSync(root)).toEqual(['.claims']);
    expect(await publish('weather', aProject(), 'task-3')).toBe('published');
    expect((await folder.claims.get('weather'))?.owner).toBe('task-3');
  });
});
