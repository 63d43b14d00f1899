import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, freePort } from 'testing';
import { PortalWithTemplate } from './__testUtils__/PortalWithTemplate';
import { startWorkshop } from './__testUtils__/startWorkshop';

const aFolder = () =>
  mkdtempSync(join(tmpdir(), 'sprintconnect-demo-workshop-'));
/** The projects of a workshop, and the names that are held. */
const left = (folder: string) => ({
  projects: readdirSync(folder).filter(name => !name.startsWith('.')),
  claims: existsSync(join(folder, '.claims'))
    ? readdirSync(join(folder, '.claims'))
    : [],
});
const NOTHING = { projects: [], claims: [] };
const NOWHERE = 'http://127.0.0.1:1/catalog-info.yaml';
const refuses = async (url: string) =>
  fetch(url).then(
    () => false,
    () => true,
  );

describe('the demo publishes to its workshop', () => {
  let folder: string;
  let workshop: Awaited<ReturnType<typeof startWorkshop>>;
  let portal: PortalWithTemplate;

  beforeAll(async () => {
    folder = aFolder();
    mkdirSync(join(folder, '.incoming/interrupted'), { recursive: true });
    workshop = await startWorkshop({ folder });
    portal = await PortalWithTemplate.start({ url: workshop.url, folder });
  });
  afterAll(async () => {
    await portal?.stop();
    await workshop?.stop();
  });

  it('and a template ends with a server that runs and that the catalog has, until it is unregistered', async () => {
    expect(existsSync(join(folder, '.incoming'))).toBe(false);
    const task = await portal.run('weather', 'steady');
    expect(task).toMatchObject({
      status: 'completed',
      output: {
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/),
      },
    });
    expect(task.log).toContain('Copied "weather" to the workshop.');
    expect(task.log).toMatch(/"weather" answers at http/);
    const url = String(task.output?.url);
    const entity = await eventually(async () => {
      const path = '/api/catalog/entities/by-name/api/default/weather';
      const answer = await portal.ask('GET', path);
      return answer.ok && answer.json();
    });
    expect(entity.spec.remotes).toEqual([{ type: 'streamable-http', url }]);
    const [location] = await portal.locations();
    expect(location.target).toBe(`${workshop.url}/weather/catalog-info.yaml`);
    const claim = join(folder, '.claims/weather.json');
    await eventually(
      async () => JSON.parse(readFileSync(claim, 'utf8')).isRegistered,
    );

    expect((await portal.unregister(location.id)).status).toBe(204);
    await eventually(async () => left(folder).claims.length === 0);
    expect(left(folder)).toEqual(NOTHING);
    await eventually(() => refuses(url));
  });

  it('and refuses a name that another task has, without touching its project', async () => {
    const first = await portal.run('tides', 'steady', NOWHERE);
    expect(first.log).toMatch(/If a later step fails it stays until you retry/);
    const before = left(folder);
    const second = await portal.run('tides', 'broken');
    expect(second.status).toBe('failed');
    expect(second.log).toContain(
      'The workshop already has a project "tides". Choose another name, or unregister "tides" in the catalog first.',
    );
    expect(left(folder)).toEqual(before);
    expect(readFileSync(join(folder, 'tides/src/main.ts'), 'utf8')).toContain(
      'createServer',
    );
    expect(await portal.locations()).toEqual([
      expect.objectContaining({ target: NOWHERE }),
    ]);
    await Promise.all(
      (await portal.locations()).map(({ id }) => portal.unregister(id)),
    );
  });

  it('and a retry of a task finds what it published', async () => {
    const id = await portal.create('clouds', 'steady', NOWHERE);
    const first = await portal.ended(id);
    expect(first.status).toBe('failed');
    const file = join(folder, 'clouds/src/main.ts');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n// kept`);
    await portal.ask('POST', `/api/scaffolder/v2/tasks/${id}/retry`, {});
    const again = await eventually(async () => {
      const task = await portal.ended(id);
      return /of this task already/.test(task.log) && task;
    });
    expect(again.log).toContain(
      'The workshop has "clouds" of this task already.',
    );
    expect(readFileSync(file, 'utf8')).toContain('// kept');
    await Promise.all(
      (await portal.locations()).map(each => portal.unregister(each.id)),
    );
  });

  it('and a server that does not start is told of with its last lines, and is not left behind', async () => {
    const before = left(folder);
    const task = await portal.run('storm', 'broken');
    expect(task.status).toBe('failed');
    expect(task.log).toMatch(
      /"storm" doesn't start\.\nIts last lines:\nno such weather\nended \(exit code 4\)/,
    );
    expect(task.log).toContain('Removed "storm" from the workshop.');
    expect(left(folder)).toEqual(before);
    expect(await portal.locations()).toEqual([]);
  });

  it('and refuses what is not TypeScript, and writes nothing', async () => {
    const before = left(folder);
    const task = await portal.run('snake', 'python');
    expect(task.status).toBe('failed');
    expect(task.log).toMatch(
      /runs servers in TypeScript only, and there is no src\/main\.ts among: main\.py/,
    );
    expect(left(folder)).toEqual(before);
  });

  it.each(['../escape', 'Weather', ''])(
    'and refuses the name "%s", and writes nothing',
    async name => {
      const before = left(folder);
      const task = await portal.run(name, 'steady');
      expect(task.status).toBe('failed');
      expect(task.log).toContain("can't be the name of a project");
      expect(left(folder)).toEqual(before);
    },
  );

  it('and a cancelled task leaves nothing behind', async () => {
    const before = left(folder);
    const id = await portal.create('mist', 'silent');
    await eventually(async () => left(folder).projects.includes('mist'));
    await portal.ask('POST', `/api/scaffolder/v2/tasks/${id}/cancel`);
    // Its name is set free last.
    await eventually(async () => !left(folder).claims.includes('mist.json'));
    expect(left(folder)).toEqual(before);
    const { status, log } = await portal.ended(id);
    expect(status).not.toBe('completed');
    expect(log).toContain('Removed "mist" from the workshop.');
  });

  it('and a dry run says what it would do, and writes nothing', async () => {
    const before = left(folder);
    const { log, steps } = await portal.dryRun('rain');
    const words = JSON.stringify(log);
    expect(steps).toHaveLength(3);
    expect(words).toContain('would be copied to the workshop.');
    expect(left(folder)).toEqual(before);
    expect(await portal.locations()).toEqual([]);
  });
});

describe('without a workshop that answers', () => {
  it('a task fails with words, and writes nothing', async () => {
    const folder = aFolder();
    const url = `http://127.0.0.1:${await freePort()}`;
    const portal = await PortalWithTemplate.start({ url, folder });
    try {
      const task = await portal.run('weather', 'steady');
      expect(task.status).toBe('failed');
      expect(task.log).toContain(
        `The workshop of the demo doesn't answer at ${url}. "npm start" runs it beside the portal.`,
      );
      expect(left(folder)).toEqual(NOTHING);
    } finally {
      await portal.stop();
    }
  });
});
