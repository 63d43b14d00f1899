import fc from 'fast-check';
import { effectOf } from '@sprintconnect/plugin-sprintconnect-common';
import { fits } from '../permissions/rules/fits';
import { databaseIds, openTestDatabase } from '../__testUtils__';
import type { Criteria, Judged, Trait } from '../ports';
import { whereAllowed } from './whereAllowed';

const at = new Date('2026-11-22T12:00:00Z');
const OWNERS = ['group:default/a', 'A', 'user:b', undefined];
const TAGS = ['x', 'y'];
const ENVIRONMENTS = ['staging', 'production'];
const NAMES = ['create_issue', 'Create_issue', 'a%b', 'a[b?', 'ab', '!'];
const KINDS = ['tool', 'prompt'] as const;

/** Every owner with every name, and the other traits in turn. */
const things = OWNERS.flatMap((owner, o) =>
  NAMES.map((name, n): Judged & { id: string } => ({
    id: `${o}-${n}`,
    server: {
      owner,
      tags: TAGS.filter((_, index) => (o + n) & (1 << index)),
      environment: ENVIRONMENTS[n % 2],
      lifecycle: n % 3 ? 'production' : undefined,
      status: o % 2 ? 'active' : 'quarantined',
    },
    capability: {
      kind: KINDS[n % 2],
      name,
      annotations: [{}, { readOnlyHint: true }, { destructiveHint: false }][
        (o + n) % 3
      ],
    },
  })),
);

const some = <T>(values: readonly T[]) => fc.subarray([...values]);
const trait: fc.Arbitrary<Trait> = fc.oneof(
  some(['group:default/a', 'a', 'user:b']).map((anyOf): Trait => ({
    trait: 'owner',
    anyOf,
  })),
  some(TAGS).map((anyOf): Trait => ({ trait: 'tag', anyOf })),
  some(ENVIRONMENTS).map((anyOf): Trait => ({ trait: 'environment', anyOf })),
  some(['production', 'beta']).map((anyOf): Trait => ({
    trait: 'lifecycle',
    anyOf,
  })),
  some(['active', 'retired']).map((anyOf): Trait => ({
    trait: 'status',
    anyOf,
  })),
  some(KINDS).map((anyOf): Trait => ({ trait: 'kind', anyOf })),
  fc
    .constantFrom(
      '*',
      'create*',
      '*issue',
      'a%*',
      'a[*',
      '*?',
      '%',
      '_*',
      'ab',
      '!',
      '**b',
    )
    .map((pattern): Trait => ({ trait: 'name', pattern })),
  fc.constantFrom<Trait>({ trait: 'read-only' }, { trait: 'destructive' }),
);
const { criteria } = fc.letrec<{ criteria: Criteria }>(tie => ({
  criteria: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    trait,
    fc.array(tie('criteria'), { maxLength: 3 }).map(allOf => ({ allOf })),
    fc.array(tie('criteria'), { maxLength: 3 }).map(anyOf => ({ anyOf })),
    tie('criteria').map(not => ({ not })),
  ),
}));

describe.each(databaseIds)('whereAllowed on %s', id => {
  it('allows in SQL what the judgement allows', async () => {
    const database = await openTestDatabase({ id });
    await database.transaction(async tx => {
      for (const { id: key, server, capability } of things) {
        await tx('servers').insert({
          ...{
            id: key,
            org_id: 'o',
            name: key,
            environment: server.environment,
          },
          ...{
            owner_ref: server.owner ?? null,
            entity_ref: key,
            remotes: '[]',
          },
          ...{ lifecycle: server.lifecycle ?? null, status: server.status },
          ...{ origin: 'api', tags: '[]', search_text: '', revision: 1 },
          ...{ created_at: at, updated_at: at },
        });
        for (const tag of server.tags) {
          await tx('server_tags').insert({ org_id: 'o', server_id: key, tag });
        }
        const { kind, name } = capability!;
        await tx('capabilities').insert({
          ...{ id: key, org_id: 'o', server_id: key, key, kind, name },
          ...{ sort_name: name, search_text: '', definition: '{}', digest: '' },
          ...{ first_seen: at, last_seen: at, effect: effectOf(capability!) },
        });
      }
    });
    await fc.assert(
      fc.asyncProperty(criteria, async given => {
        const query = database
          .reader('servers')
          .join('capabilities', 'capabilities.server_id', 'servers.id')
          .orderBy('servers.id')
          .pluck('servers.id');
        const found = await whereAllowed(query, given, database.dialect);
        const expected = things.filter(each => fits(given, each));
        expect(found).toEqual(expected.map(each => each.id).sort());
      }),
      { numRuns: 300 },
    );
  });
});
