import { databaseIds } from '../../__testUtils__';
import { legacy, modern, post } from './__testUtils__/post';
import { startDoor, type StartedDoor } from './__testUtils__/startDoor';

const STATIC = 'test://static-text';

describe.each(databaseIds)('two servers that offer the same on %s', id => {
  let door: StartedDoor;
  let all: string;
  beforeAll(async () => {
    door = await startDoor({ id });
    for (const name of ['east', 'west']) {
      await door.register(name, door.forecast.conformanceUrl);
    }
    all = `${door.base}/mcp`;
  });
  afterAll(() => door?.stop());

  const ask = async (...asked: [object, Record<string, string>?]) =>
    (await post(all, ...asked)).json;

  it('have URIs that lead to each, wherever they are said', async () => {
    const listed = await ask(legacy('resources/list'));
    const uris: string[] = listed.result.resources.map(
      ({ uri }: { uri: string }) => uri,
    );
    const ours = uris.filter(uri => uri.endsWith('/static-text'));
    expect(ours).toHaveLength(2);
    expect(ours[0]).toMatch(/^test:\/\/east-[0-9a-f]{10}\/static-text$/);
    for (const uri of ours) {
      const { result } = await ask(...modern('resources/read', { uri }));
      expect(result.contents[0].uri).toBe(uri);
      expect(result).toMatchObject({ cacheScope: 'private' });
    }
    const either = await ask(legacy('resources/read', { uri: STATIC }));
    expect(either.error.code).toBe(-32002);
    const templates = await ask(legacy('resources/templates/list'));
    const [template] = templates.result.resourceTemplates
      .map(({ uriTemplate }: { uriTemplate: string }) => uriTemplate)
      .filter((each: string) => each.includes('/template/'));
    const uri = template.replace('{id}', '7');
    const read = await ask(legacy('resources/read', { uri }));
    expect(read.result.contents[0].uri).toBe(uri);
  });

  it('pass what clients complete to the one they mean', async () => {
    const argument = { name: 'arg1', value: 'a' };
    const ref = {
      type: 'ref/prompt',
      name: 'west__test_prompt_with_arguments',
    };
    const { result } = await ask(
      legacy('completion/complete', { ref, argument }),
    );
    expect(result.completion.values).toEqual(expect.any(Array));
    const nowhere = { type: 'ref/resource', uri: 'test://template/{id}/data' };
    const refused = await ask(
      legacy('completion/complete', { ref: nowhere, argument }),
    );
    expect(refused.error.data).toMatchObject({
      'io.sprintconnect/code': 'capability-not-found',
    });
  });
});
