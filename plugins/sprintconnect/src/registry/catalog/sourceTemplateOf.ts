import {
  type Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';

/** Written by `catalog:write` of the scaffolder. */
const SOURCE_TEMPLATE = 'backstage.io/source-template';

/** The template that an entity was made from, if it says so and what it says is a reference. */
export function sourceTemplateOf(entity?: Entity): string | undefined {
  const said = entity?.metadata.annotations?.[SOURCE_TEMPLATE];
  if (!said) return undefined;
  try {
    return stringifyEntityRef(
      parseEntityRef(said, { defaultKind: 'template' }),
    );
  } catch {
    return undefined;
  }
}
