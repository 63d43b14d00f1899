import type { Entity } from '@backstage/catalog-model';
import {
  annotations,
  annotationPath,
  remotesOf,
  type Fault,
  type Problem,
} from '@sprintconnect/plugin-sprintconnect-common';

/**
 * Why the registry refused an entity, in words that name places of the entity instead of those of the request. One for each
 * fault of an invalid request (400), else the detail of the problem. Pure.
 */
export function reasonsOf(
  problem: Pick<Problem, 'status' | 'detail' | 'errors'>,
  entity: Entity,
): string[] {
  const { status, detail, errors = [] } = problem;
  if (status !== 400 || errors.length === 0) return [detail];
  return errors.map(fault => `${placeOf(fault, entity)} ${fault.message}`);
}

function placeOf({ path }: Fault, entity: Entity): string {
  if (path === 'environment') {
    const place = annotationPath(annotations.environment);
    const said = entity.metadata.annotations?.[annotations.environment];
    return said === undefined
      ? `${place} is absent, and sprintconnect.defaultEnvironment`
      : `${place} "${said}"`;
  }
  if (path === 'name') return 'metadata.name';
  const [, index, rest] = /^remotes\[(\d+)\](.*)$/.exec(path) ?? [];
  if (index === undefined) return path;
  // What cannot be used is left out of a request, so that its numbers are others.
  return `${remotesOf(entity).places[Number(index)] ?? 'spec.remotes'}${rest}`;
}
