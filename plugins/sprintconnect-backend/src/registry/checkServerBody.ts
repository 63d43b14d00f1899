import type { z } from 'zod';
import {
  type Fault,
  remoteSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError, parse } from '../http';
import { limits } from '@sprintconnect/plugin-sprintconnect-common';
import type { RegistryDeps } from './RegistryDeps';

type Judges = Pick<RegistryDeps, 'egress' | 'settings'>;

/**
 * The body as the schema makes it. Throws one 400 problem with every fault: those of the schema, and what only
 * this installation can know (an environment that is not configured, a stdio entry that is not allowed, a
 * destination that egress refuses). Resolves names, so it is called before a transaction.
 */
export async function checkServerBody<S extends z.ZodType>(
  deps: Judges,
  schema: S,
  body: unknown,
): Promise<z.output<S>> {
  const { value, faults } = parsed(schema, body);
  const errors = [...faults, ...(await faultsOfThisPlace(deps, body))];
  if (errors.length > 0) {
    throw new ProblemError({
      status: 400,
      detail:
        errors.length === 1
          ? `The request has a fault: ${errors[0].path || 'it'} ${errors[0].message}.`
          : `The request has ${errors.length} faults; "errors" lists them.`,
      errors,
    });
  }
  return value as z.output<S>;
}

function parsed<S extends z.ZodType>(
  schema: S,
  body: unknown,
): { value?: z.output<S>; faults: Fault[] } {
  try {
    return { value: parse(schema, body), faults: [] };
  } catch (error) {
    if (error instanceof ProblemError && error.errors) {
      return { faults: error.errors };
    }
    throw error;
  }
}

async function faultsOfThisPlace(
  deps: Judges,
  body: unknown,
): Promise<Fault[]> {
  if (typeof body !== 'object' || body === null) {
    return [];
  }
  const { environment, remotes } = body as Record<string, unknown>;
  const faults: (Fault | undefined)[] = [];
  const { environments } = deps.settings;
  if (
    typeof environment === 'string' &&
    /^[a-z0-9][a-z0-9-]{0,62}$/.test(environment) &&
    !environments.includes(environment)
  ) {
    faults.push({
      path: 'environment',
      message: `is not configured; choose one of ${environments.join(', ')}`,
    });
  }
  const checked = Array.isArray(remotes)
    ? remotes.slice(0, limits.remotes)
    : [];
  faults.push(
    ...(await Promise.all(
      checked.map((remote, at) => faultOfRemote(deps, remote, at)),
    )),
  );
  return faults.filter(each => each !== undefined);
}

async function faultOfRemote(
  { egress, settings }: Judges,
  value: unknown,
  at: number,
): Promise<Fault | undefined> {
  const { data: remote } = remoteSchema.safeParse(value);
  if (!remote) {
    return undefined;
  }
  const path = `remotes[${at}].url`;
  if (remote.type !== 'stdio') {
    const message = await egress.refusalOf(remote.url);
    return message === undefined ? undefined : { path, message };
  }
  const { stdioEntries } = settings;
  if (stdioEntries.includes(remote.url)) {
    return undefined;
  }
  return {
    path,
    message: stdioEntries.length
      ? `is not an entry of sprintconnect.upstream.stdio; choose one of ${stdioEntries.join(', ')}`
      : 'is not allowed; the configuration has no entry under sprintconnect.upstream.stdio',
  };
}
