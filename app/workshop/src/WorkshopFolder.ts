import { randomUUID } from 'node:crypto';
import { cp, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Claims } from './Claims.ts';
import type { Claim } from './Claims.ts';
import { measure } from './measure.ts';
import { isProjectName } from './projectName.ts';

/** What a project is started from. Without it there is nothing that the workshop could run. */
export const ENTRY = 'src/main.ts';

const taken = (name: string) =>
  new Error(
    `The workshop already has a project "${name}". Choose another name, or unregister "${name}" in the catalog first.`,
  );

/**
 * The folder in which the demo keeps the servers that its templates made: `<name>/` is a project, what begins with a dot is its
 * own. A project is there whole or not at all: it is copied beside, and then named.
 *
 * Never: writes or deletes outside the folder, or follows a link.
 */
export class WorkshopFolder {
  readonly claims: Claims;
  readonly #root: string;

  /** @param root - the folder, as an absolute path; it is made when the first project comes. */
  constructor(root: string) {
    this.#root = root;
    this.claims = new Claims(join(root, '.claims'));
  }

  /** The path of a project's folder. */
  pathOf(name: string): string {
    if (!isProjectName(name)) {
      throw new Error(`"${name}" can't be the name of a project.`);
    }
    return join(this.#root, name);
  }

  /** Whether there is a folder of this name. */
  async has(name: string): Promise<boolean> {
    const entry = await lstat(this.pathOf(name)).catch(() => undefined);
    return entry?.isDirectory() ?? false;
  }

  /** The projects that were published, in order: a folder that somebody else put there is none. */
  async projects(): Promise<string[]> {
    const names = await this.claims.names();
    const there = await Promise.all(names.map(name => this.has(name)));
    return names.filter((_, index) => there[index]);
  }

  /**
   * Takes a copy of `source` as the project `name`, for the holder of that name.
   *
   * @throws Error, in words for people, where it can't be run, is too large, or the name is held by another owner; then nothing
   * is left of it.
   */
  async publish(
    name: string,
    project: { source: string; owner: string; at: Date },
  ): Promise<'published' | 'already there'> {
    const path = this.pathOf(name);
    await this.#requireWhole(project.source);
    const claim: Claim = {
      owner: project.owner,
      claimedAt: project.at.toISOString(),
      isRegistered: false,
    };
    if ((await this.has(name)) && !(await this.claims.get(name))) {
      throw taken(name);
    }
    const holder = await this.claims.take(name, claim);
    if (holder.owner !== project.owner) throw taken(name);
    if (await this.has(name)) return 'already there';
    const incoming = await this.#placeIn('.incoming');
    try {
      await cp(project.source, incoming, { recursive: true });
      await rename(incoming, path);
    } catch (error) {
      await rm(incoming, { recursive: true, force: true });
      await this.claims.release(name);
      throw error;
    }
    return 'published';
  }

  /** Takes a project away, and sets its name free. Whether there was one. */
  async remove(name: string): Promise<boolean> {
    const wasThere = await this.has(name);
    if (wasThere) {
      const away = await this.#placeIn('.removed');
      await rename(this.pathOf(name), away);
      await rm(away, { recursive: true, force: true });
    }
    await this.claims.release(name);
    return wasThere;
  }

  /** Takes a project away that the catalog never had. Whether there was one. */
  async removeUnregistered(name: string): Promise<boolean> {
    const claim = await this.claims.get(name);
    return claim?.isRegistered ? false : this.remove(name);
  }

  /** Clears away what a process left that ended in the middle of its work. */
  async tidy(): Promise<void> {
    for (const place of ['.incoming', '.removed']) {
      await rm(join(this.#root, place), { recursive: true, force: true });
    }
  }

  async #requireWhole(source: string) {
    const entry = await lstat(join(source, ENTRY)).catch(() => undefined);
    if (!entry?.isFile()) {
      const here = (await readdir(source)).slice(0, 10).join(', ');
      throw new Error(
        `The workshop of the demo runs servers in TypeScript only, and there is no ${ENTRY} among: ${
          here || 'nothing'
        }.`,
      );
    }
    await measure(source);
  }

  async #placeIn(folder: string) {
    await mkdir(join(this.#root, folder), { recursive: true });
    return join(this.#root, folder, randomUUID());
  }
}
