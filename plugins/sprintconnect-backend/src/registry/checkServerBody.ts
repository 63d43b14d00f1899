import type { z } from 'zod';
import {
  callSettingsOfServerSchema,
  type Fault,
  judge,
  limits,
  remoteSchema,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { faultOfEnvironment, invalid } from '../http';
import type { EgressTarget } from '../ports';
import type { RegistryDeps, RegistrySettings } from './RegistryDeps';

type Judges = Pick<RegistryDeps, 'egress' | 'settings'>;

/** What is judged, and of whom. */
interface JudgedBody {
  orgId: string;
  body: unknown;
  /** The server as it is, of which the body says only what changes. */
  current?: Pick<Server, 'environment'>;
}

/**
 * The body as the schema makes it. Throws one 400 problem with every fault: those of the schema, and what only
 * this installation can know (an environment that is not configured, a time that is longer than it allows, a stdio entry that is not allowed, a
 * destination that egress refuses). Resolves names, so it is called before a transaction.
 */
export async function checkServerBody<S extends z.ZodType>(
  deps: Judges,
  schema: S,
  judged: JudgedBody,
): Promise<z.output<S>> {
  const { body } = judged;
  const { data, faults } = judge(schema, body);
  const errors = [
    ...faults,
    ...faultsBehind(faults, schema, body),
    ...(await faultsOfThisPlace(deps, judged)),
  ];
  if (errors.length > 0) {
    throw invalid(errors);
  }
  return data as z.output<S>;
}

/** A list that is too long is not looked into by the schema: names what is wrong with as many as there may be. */
function faultsBehind(
  faults: readonly Fault[],
  schema: z.ZodType,
  body: unknown,
): Fault[] {
  const { remotes, tags } = recordOf(body);
  const isLong = (list: unknown, max: number): list is unknown[] =>
    Array.isArray(list) && list.length > max;
  if (!isLong(remotes, limits.remotes) && !isLong(tags, limits.tags)) {
    return [];
  }
  const shortened = {
    ...recordOf(body),
    ...(isLong(remotes, 0) && { remotes: remotes.slice(0, limits.remotes) }),
    ...(isLong(tags, 0) && { tags: tags.slice(0, limits.tags) }),
  };
  const known = new Set(faults.map(({ path, message }) => path + message));
  return judge(schema, shortened).faults.filter(
    ({ path, message }) => !known.has(path + message),
  );
}

async function faultsOfThisPlace(
  deps: Judges,
  judged: JudgedBody,
): Promise<Fault[]> {
  const { body } = judged;
  const { environment, remotes } = recordOf(body);
  const faults: (Fault | undefined)[] = [
    faultOfEnvironment(environment, deps.settings.environments),
  ];
  faults.push(
    faultOfTimeout(deps, body, {
      name: 'probeTimeoutMs',
      setting: 'sprintconnect.health.timeoutMsMax',
    }),
    faultOfTimeout(deps, body, {
      name: 'connectTimeoutMs',
      setting: 'sprintconnect.upstream.connectTimeoutMsMax',
    }),
  );
  faults.push(
    faultOfCalls(deps, body, {
      name: 'timeoutMs',
      setting: 'sprintconnect.calls.timeoutMsMax',
      unit: 'ms',
    }),
    faultOfCalls(deps, body, {
      name: 'resultBytesMax',
      setting: 'sprintconnect.calls.serverResultBytesMax',
      unit: 'bytes',
    }),
  );
  const checked = Array.isArray(remotes)
    ? remotes.slice(0, limits.remotes)
    : [];
  faults.push(
    ...checked.map(faultOfHeaders),
    ...(await Promise.all(
      checked.map((remote, at) => faultOfRemote(deps, judged, { remote, at })),
    )),
  );
  return faults.filter(each => each !== undefined);
}

function faultOfTimeout(
  { settings }: Judges,
  body: unknown,
  limit: { name: keyof RegistrySettings['timeoutsMax']; setting: string },
): Fault | undefined {
  const { name, setting } = limit;
  const asked = recordOf(body)[name];
  const most = settings.timeoutsMax[name];
  // What is beyond every bound is a fault of the schema already.
  const isMore =
    typeof asked === 'number' && asked > most && asked <= limits.timeoutMs;
  return isMore
    ? {
        path: name,
        message: `is more than the ${most} ms that ${setting} allows`,
      }
    : undefined;
}

function faultOfCalls(
  { settings }: Judges,
  body: unknown,
  limit: {
    name: keyof RegistrySettings['callsMax'];
    setting: string;
    unit: string;
  },
): Fault | undefined {
  const { name, setting, unit } = limit;
  const asked = recordOf(recordOf(body).calls)[name];
  const most = settings.callsMax[name];
  // What is beyond every bound is a fault of the schema already.
  const { success } = callSettingsOfServerSchema.safeParse({ [name]: asked });
  return success && typeof asked === 'number' && asked > most
    ? {
        path: `calls.${name}`,
        message: `is more than the ${most} ${unit} that ${setting} allows`,
      }
    : undefined;
}

/** The schema passes over this one name without a word, and it would be lost. */
function faultOfHeaders(remote: unknown, at: number): Fault | undefined {
  const headers = recordOf(recordOf(remote).headers);
  return Object.hasOwn(headers, '__proto__')
    ? { path: `remotes[${at}].headers.__proto__`, message: "isn't allowed" }
    : undefined;
}

async function faultOfRemote(
  { egress, settings }: Judges,
  judged: JudgedBody,
  given: { remote: unknown; at: number },
): Promise<Fault | undefined> {
  const { data: remote } = remoteSchema.safeParse(given.remote);
  if (!remote) {
    return undefined;
  }
  const path = `remotes[${given.at}].url`;
  if (remote.type !== 'stdio') {
    const message = await egress.for(targetOf(judged)).refusalOf(remote.url);
    return message === undefined
      ? undefined
      : { path, message: `isn't allowed: ${message}` };
  }
  const { stdioEntries } = settings;
  if (stdioEntries.includes(remote.url)) {
    return undefined;
  }
  return {
    path,
    message: stdioEntries.length
      ? `isn't an entry of sprintconnect.upstream.stdio; choose one of ${stdioEntries.join(', ')}`
      : "isn't allowed; app-config has no entries under sprintconnect.upstream.stdio",
  };
}

/** Whose egress rules hold for what the body describes. */
function targetOf({ orgId, body, current }: JudgedBody): EgressTarget {
  const { environment } = recordOf(body);
  return {
    orgId,
    environment:
      typeof environment === 'string' ? environment : current?.environment,
  };
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : {};
}
