import {
  fromEntity,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import bare from './__fixtures__/toEntity/bare.json';
import full from './__fixtures__/toEntity/full.json';
import { aServer } from './__testUtils__/aServer';
import { toEntity } from './toEntity';

const options = { defaultOwner: 'group:default/unknown' };

describe('toEntity', () => {
  it.each([
    ['a server with everything', full],
    ['a server with next to nothing', bare],
  ])('writes %s', (_, golden) => {
    const entity = toEntity(aServer(golden.server as Partial<Server>), options);
    const { definition, ...spec } = entity.spec!;
    expect({ ...entity, spec }).toEqual(golden.entity);
    expect(JSON.parse(String(definition))).toEqual(golden.definition);
  });

  it('writes nothing that discovery or a probe observed', () => {
    const observed = aServer();
    const unobserved = aServer({
      era: undefined,
      protocolVersion: undefined,
      serverInfo: undefined,
      instructions: undefined,
      counts: { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 },
      health: { status: 'unknown' },
      snapshot: {},
      revision: 1,
      updatedAt: '2026-11-22T11:00:00.000Z',
      lastDiscoveredAt: undefined,
    });
    expect(toEntity(observed, options)).toEqual(toEntity(unobserved, options));
  });

  it('keeps the bounds of server.json', () => {
    const server = aServer({
      title: 't'.repeat(200),
      description: 'd '.repeat(900),
    });
    const { definition } = toEntity(server, options).spec!;
    const document = JSON.parse(String(definition));
    expect(document.title).toHaveLength(100);
    expect(document.description.length).toBeLessThanOrEqual(100);
    expect(document.name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
  });

  it('writes what fromEntity reads back', () => {
    const server = aServer(full.server as Partial<Server>);
    const { name, ...rest } = full.server;
    expect(
      fromEntity(toEntity(server, options), { defaultEnvironment: 'staging' }),
    ).toEqual({
      notes: [],
      server: { name: `${name}-production`, ...rest },
    });
  });
});
