import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import { parse } from 'yaml';
import type { Fault } from '../problem';
import { fromEntity, type FromEntity } from './fromEntity';

const FIXTURES = join(__dirname, '__fixtures__', 'fromEntity');
const options = { defaultEnvironment: 'development' };

/** Each file holds an entity as a team or another tool writes it, and what it becomes. */
const golden = readdirSync(FIXTURES).map(file => {
  const text = readFileSync(join(FIXTURES, file), 'utf8');
  const { entity, result } = parse(text) as {
    entity: Entity;
    result: FromEntity;
  };
  return [file.replace(/\.yaml$/, ''), entity, result] as const;
});

function anEntity(parts: {
  metadata?: Partial<Entity['metadata']>;
  spec?: Record<string, unknown>;
}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: { name: 'weather', ...parts.metadata },
    spec: {
      type: 'mcp-server',
      remotes: [{ type: 'sse', url: 'https://weather.example/sse' }],
      ...parts.spec,
    } as Entity['spec'],
  };
}

describe('fromEntity', () => {
  it('has golden pairs', () => {
    expect(golden.length).toBeGreaterThanOrEqual(8);
  });

  it.each(golden)('reads %s', (_, entity, result) => {
    expect(fromEntity(entity, options)).toEqual(result);
  });

  it.each([
    ['weather', 'default', 'weather'],
    ['weather.v2', 'default', 'weather-v2'],
    ['weather', 'team-a', 'team-a_weather'],
    ['w'.repeat(63), 'n'.repeat(63), `${'n'.repeat(63)}_${'w'.repeat(36)}`],
  ])('names entity %s of namespace %s', (name, namespace, expected) => {
    const entity = anEntity({ metadata: { name, namespace } });
    expect(fromEntity(entity, options)).toMatchObject({
      server: { name: expected },
    });
  });

  it('notes that a name is too long and was cut', () => {
    const [name, namespace] = ['w'.repeat(63), 'n'.repeat(63)];
    expect(
      fromEntity(anEntity({ metadata: { name, namespace } }), options),
    ).toMatchObject({
      notes: [
        {
          path: 'metadata.namespace',
          message: expect.stringContaining('too long together'),
        },
      ],
    });
    const fits = anEntity({ metadata: { name, namespace: 'n'.repeat(36) } });
    expect(fromEntity(fits, options)).toMatchObject({ notes: [] });
  });

  it.each([
    [
      [null, { value: 'x' }, { name: 'A', value: '1' }],
      "[0] isn't an object with name and value; left out",
      "[1] isn't an object with name and value; left out",
    ],
    [{ A: '1', a: '2' }, ' header a is listed twice; the first is used'],
    [
      { A: '1', B: 4711 },
      " header B has a value that isn't text; left out. Put the value in quotes.",
    ],
    ['A: 1', " isn't a list or object of headers; left out"],
  ])('notes headers that are not used: %j', (headers, ...messages) => {
    const entity = anEntity({
      spec: { remotes: [{ type: 'sse', url: 'https://a.example/', headers }] },
    });
    const read = fromEntity(entity, options) as { notes: Fault[] };
    expect(read.notes.map(({ path, message }) => `${path} ${message}`)).toEqual(
      messages.map(each => `spec.remotes[0].headers${each}`),
    );
    const used = typeof headers === 'object' && { headers: { A: '1' } };
    expect(read).toMatchObject({
      server: {
        remotes: [{ type: 'sse', url: 'https://a.example/', ...used }],
      },
    });
    expect(JSON.stringify(read.notes)).not.toContain('4711');
  });

  it('notes headers of a stdio server, which gets none', () => {
    const headers = { A: '1' };
    const entity = anEntity({
      spec: { remotes: [{ type: 'stdio', url: 'weather', headers }] },
    });
    expect(fromEntity(entity, options)).toMatchObject({
      notes: [{ path: 'spec.remotes[0].headers' }],
    });
  });

  it.each([
    ['PT15M', 900],
    ['PT10S', 10],
    ['P1DT1H', 90_000],
  ])('reads a discovery interval of %s', (duration, seconds) => {
    const entity = anEntity({
      metadata: {
        annotations: { 'sprintconnect.io/discovery-interval': duration },
      },
    });
    expect(fromEntity(entity, options)).toMatchObject({
      server: { discoveryIntervalSeconds: seconds },
      notes: [],
    });
  });

  it('reads limits of time, and says why it leaves one out', () => {
    const withLimits = (probe: string, connect: string) =>
      fromEntity(
        anEntity({
          metadata: {
            annotations: {
              'sprintconnect.io/probe-timeout': probe,
              'sprintconnect.io/connect-timeout': connect,
            },
          },
        }),
        options,
      );
    expect(withLimits('PT10S', 'PT1M')).toMatchObject({
      server: { probeTimeoutMs: 10_000, connectTimeoutMs: 60_000 },
      notes: [],
    });
    for (const duration of ['soon', 'PT0S', 'PT3M']) {
      const result = withLimits(duration, 'PT1M');
      expect(result).toMatchObject({
        server: { connectTimeoutMs: 60_000 },
        notes: [
          { path: 'metadata.annotations["sprintconnect.io/probe-timeout"]' },
        ],
      });
      expect(result).not.toHaveProperty('server.probeTimeoutMs');
    }
  });

  it('reads what calls are held to, and leaves out only what cannot be', () => {
    const withCalls = (timeout: string, bytes: string, schema: string) =>
      fromEntity(
        anEntity({
          metadata: {
            annotations: {
              'sprintconnect.io/call-timeout': timeout,
              'sprintconnect.io/result-bytes-max': bytes,
              'sprintconnect.io/output-schema': schema,
            },
          },
        }),
        options,
      );
    expect(withCalls('PT2M', '4194304', 'strict')).toMatchObject({
      server: {
        calls: {
          timeoutMs: 120_000,
          resultBytesMax: 4_194_304,
          outputSchema: 'strict',
        },
      },
      notes: [],
    });
    expect(withCalls('PT2H', '4 MB', 'strict')).toMatchObject({
      server: { calls: { outputSchema: 'strict' } },
      notes: [
        { path: 'metadata.annotations["sprintconnect.io/call-timeout"]' },
        { path: 'metadata.annotations["sprintconnect.io/result-bytes-max"]' },
      ],
    });
    const nothing = withCalls('soon', '', 'maybe');
    expect(nothing).not.toHaveProperty('server.calls');
    expect(nothing).toMatchObject({ notes: { length: 3 } });
    const bare = fromEntity(anEntity({}), options);
    expect(bare).not.toHaveProperty('server.calls');
  });

  it('reads a probe interval, and says why it leaves one out', () => {
    const withInterval = (duration: string) =>
      fromEntity(
        anEntity({
          metadata: {
            annotations: { 'sprintconnect.io/probe-interval': duration },
          },
        }),
        options,
      );
    expect(withInterval('PT30S')).toMatchObject({
      server: { probeIntervalSeconds: 30 },
      notes: [],
    });
    const path = 'metadata.annotations["sprintconnect.io/probe-interval"]';
    for (const duration of ['soon', 'PT1S', 'P2D']) {
      const result = withInterval(duration);
      expect(result).toMatchObject({ notes: [{ path }] });
      expect(result).not.toHaveProperty('server.probeIntervalSeconds');
    }
  });

  it.each(['P', 'PT', '15m', 'PT1S', 'P9999D', 'P1Y'])(
    'leaves out a discovery interval of %s and says so',
    duration => {
      const entity = anEntity({
        metadata: {
          annotations: { 'sprintconnect.io/discovery-interval': duration },
        },
      });
      const result = fromEntity(entity, options);
      expect(result).toMatchObject({
        notes: [
          {
            path: 'metadata.annotations["sprintconnect.io/discovery-interval"]',
          },
        ],
      });
      expect(result).not.toHaveProperty('server.discoveryIntervalSeconds');
    },
  );

  it.each([
    ['a definition that is no YAML', '{ "remotes": [', "isn't JSON or YAML"],
    ['a definition that is a list', '- a\n- b', "isn't a server.json document"],
    ['a definition without end', 'x'.repeat(300_000), 'is longer than'],
    [
      'a definition of aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
        .split('')
        .map((key, i) => {
          const before = 'abcdefghi'[i];
          return `${key}: &${key} [${`*${before},`.repeat(8)}*${before}]`;
        })
        .join('\n')}`,
      "isn't JSON or YAML",
    ],
  ])('refuses %s', (_, definition, message) => {
    const entity = anEntity({ spec: { remotes: undefined, definition } });
    expect(fromEntity(entity, options)).toEqual({
      faults: [
        { path: 'spec.definition', message: expect.stringContaining(message) },
        { path: 'spec.remotes', message: expect.stringContaining('no remote') },
      ],
    });
  });

  it('leaves out a remote with a secret, and does not repeat it', () => {
    const safe = { type: 'sse', url: 'https://a.example/sse?region=eu' };
    const leaky = { type: 'sse', url: 'https://a.example/sse?sig=hush-4711' };
    const read = (remotes: object[]) =>
      fromEntity(anEntity({ spec: { remotes } }), options);
    const fault = {
      path: 'spec.remotes[0].url',
      message: expect.stringContaining('remove the parameter "sig"'),
    };
    expect(read([leaky])).toEqual({ faults: [fault] });
    expect(read([leaky, safe])).toMatchObject({
      server: { remotes: [safe] },
      notes: [fault],
    });
    expect(JSON.stringify(read([leaky, safe]))).not.toContain('4711');
  });

  it('keeps the bounds of the contract', () => {
    const entity = anEntity({
      metadata: {
        title: `two\nlines ${'t'.repeat(300)}`,
        description: 'd'.repeat(3000),
        tags: Array.from({ length: 25 }, (_, i) => `t${i}`),
      },
      spec: {
        remotes: Array.from({ length: 12 }, (_, i) => ({
          type: 'sse',
          url: `https://weather.example/${i}`,
        })),
      },
    });
    const result = fromEntity(entity, options);
    if (!('server' in result)) throw new Error('was refused');
    const { title, description, tags, remotes } = result.server;
    expect([title?.length, description?.length]).toEqual([200, 2000]);
    expect([tags?.length, remotes.length]).toEqual([20, 10]);
    expect(title).toMatch(/^two lines t/);
    expect(result.notes.map(note => note.path)).toEqual([
      'spec.remotes[10]',
      'spec.remotes[11]',
      'metadata.tags',
    ]);
  });
});
