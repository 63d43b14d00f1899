import type { Entity } from '@backstage/catalog-model';
import type { Fault } from '../problem';
import { secretFaultsOf } from '../secretFaultsOf';
import { isObject, remoteSourcesOf } from './remoteSourcesOf';

/**
 * Where the address of a remote of an entity carries a secret, in words that do not repeat it. Looks at every list of
 * remotes, also at those that are not used, because whoever sees the entity sees them all. Pure.
 *
 * @public
 */
export function secretsOf(entity: Entity): Fault[] {
  const { inSpec, inDefinition, projected } = remoteSourcesOf(entity);
  return [inSpec, inDefinition, projected].flatMap(source =>
    (source?.remotes ?? []).flatMap((remote, index) => {
      const url = isObject(remote) ? remote.url : undefined;
      // A variable stands for a value that is not here.
      if (typeof url !== 'string' || /\{[^}]*\}/.test(url)) return [];
      return secretFaultsOf(url).map(message => ({
        path: `${source?.path}[${index}].url`,
        message,
      }));
    }),
  );
}
