import { z as z3 } from 'zod/v3';
import { z } from 'zod';
import {
  capabilityHitsSchema,
  registerServerSchema,
  serverHealthSchema,
  serverQuerySchema,
  serverSchema,
  snapshotDiffSchema,
  toJsonSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { toZodV3 } from './toZodV3';

const made = (schema: z.ZodType, options?: { isTrusted?: boolean }) =>
  toZodV3(z3, toJsonSchema(schema), options);

describe('toZodV3', () => {
  const server = {
    name: 'weather',
    environment: 'production',
    remotes: [{ type: 'streamable-http', url: 'https://weather.example/mcp' }],
  };

  it.each<[string, object, boolean]>([
    ['what is right', {}, true],
    ['everything optional', { tags: ['a'], probeTimeoutMs: 100 }, true],
    ['a name with blanks', { name: 'not a name' }, false],
    ['a name that is too long', { name: 'a'.repeat(101) }, false],
    ['an unknown field', { colour: 'blue' }, false],
    [
      'an unknown field inside',
      { remotes: [{ ...server.remotes[0], a: 1 }] },
      false,
    ],
    ['no remote', { remotes: [] }, false],
    ['too many tags', { tags: Array.from({ length: 21 }, String) }, false],
    ['a time that is too short', { probeTimeoutMs: 99 }, false],
    ['half a millisecond', { probeTimeoutMs: 100.5 }, false],
    ['a number for a text', { title: 5 }, false],
    ['another transport', { remotes: [{ type: 'pigeon', url: 'a' }] }, false],
  ])('says of %s what zod 4 says', (_, change, isRight) => {
    const value = { ...server, ...change };
    expect(registerServerSchema.safeParse(value).success).toBe(isRight);
    expect(made(registerServerSchema).safeParse(value).success).toBe(isRight);
  });

  it('misses what is required', () => {
    const { error } = made(registerServerSchema).safeParse({});
    expect(error?.issues.map(({ path }) => path[0])).toEqual([
      'name',
      'environment',
      'remotes',
    ]);
  });

  it('takes lists where a query has values between commas', () => {
    const query = made(serverQuerySchema);
    expect(query.safeParse({ status: ['active', 'retired'] }).success).toBe(
      true,
    );
    expect(query.safeParse({ status: ['sleepy'] }).success).toBe(false);
  });

  it('keeps defaults, notes, null, constants and free content', () => {
    const schema = made(
      z.object({
        limit: z.number().int().default(20).describe('How many'),
        title: z.string().nullable(),
        kind: z.enum(['a', 'b']).or(z.literal('server')),
        definition: z.record(z.string(), z.unknown()),
        before: z.unknown().optional(),
      }),
    );
    const value = { title: null, kind: 'server', definition: { a: [1] } };
    expect(schema.parse(value)).toEqual({ ...value, limit: 20 });
    expect(schema.safeParse({ ...value, kind: 'c' }).success).toBe(false);
    const { shape } = schema as z3.ZodObject<z3.ZodRawShape>;
    expect(shape.limit.description).toBe('How many');
  });

  it('has a schema for every answer, which judges no spelling of ours', () => {
    for (const schema of [
      capabilityHitsSchema,
      serverHealthSchema,
      serverSchema,
      snapshotDiffSchema,
    ]) {
      expect(made(schema, { isTrusted: true })).toBeInstanceOf(z3.ZodObject);
    }
    const trusted = made(z.object({ id: z.uuid() }), { isTrusted: true });
    expect(trusted.parse({ id: 'x', more: 1 })).toEqual({ id: 'x' });
  });

  it('refuses a type that it does not know', () => {
    expect(() => toZodV3(z3, { type: 'decimal' })).toThrow('decimal');
  });
});
