import { readFile } from 'node:fs/promises';
import { InputError } from '@backstage/errors';
import { Rounds } from '../pace';
import type { Clock, OpenService } from '../ports';
import { BaoClient } from './bao/BaoClient';
import type { BaoSettings } from './bao/BaoSettings';

/** For a connection to the vault, and for its answers. */
const TIMEOUT_MS = 5_000;
const RENEW_EVERY_MS = 30_000;

/** The way to a vault of the company's own, and what keeps it open. */
export interface OpenedBao {
  client: BaoClient;
  start(): void;
  stop(): Promise<void>;
}

/** Asks nothing yet: a vault that is away must not keep the portal from starting. Throws InputError. */
export async function openBao(
  { auth, caFile, namespace, url }: BaoSettings,
  world: {
    clock: Clock;
    logger: { warn(message: string): void };
    openService: OpenService;
  },
): Promise<OpenedBao> {
  const { origin } = new URL(url);
  const ca = caFile === undefined ? undefined : await readCa(caFile);
  const { fetch, close } = world.openService({
    origin,
    timeoutMs: TIMEOUT_MS,
    ...(ca !== undefined && { ca }),
  });
  const client = new BaoClient({
    ...{ auth, fetch, namespace, origin },
    clock: world.clock,
  });
  const rounds = new Rounds({
    everyMs: RENEW_EVERY_MS,
    work: () => client.keepAlive(),
    onError: (error, failures) => {
      // Each request that needs it says so, too.
      if (failures > 1) return;
      world.logger.warn(
        `Couldn't renew the token for the vault: ${(error as Error).message}`,
      );
    },
  });
  return {
    client,
    start: () => rounds.start(),
    stop: async () => {
      await rounds.stop();
      await close();
    },
  };
}

async function readCa(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `The configuration isn't valid. sprintconnect.secrets.vault.caFile: the file can't be read (${code}). Check its path and its permissions.`,
    );
  }
}
