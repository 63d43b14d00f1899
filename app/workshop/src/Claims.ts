import { randomUUID } from 'node:crypto';
import {
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isProjectName } from './projectName.ts';

const claimSchema = z.object({
  /** Who holds the name: the id of a task of the scaffolder. */
  owner: z.string(),
  claimedAt: z.iso.datetime(),
  /** Whether the catalog has had a location of the project. */
  isRegistered: z.boolean(),
});

export type Claim = z.infer<typeof claimSchema>;

const ENDING = '.json';
const hasCode = (error: unknown, code: string) =>
  (error as NodeJS.ErrnoException).code === code;

/** Who holds which name: one small file each, in a folder that no project can be called. */
export class Claims {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Takes a name, unless somebody holds it. Answers who does now; of two at once, one. */
  async take(name: string, claim: Claim): Promise<Claim> {
    await mkdir(this.#folder, { recursive: true });
    const file = this.#fileOf(name);
    try {
      await writeFile(file, JSON.stringify(claim), { flag: 'wx' });
      return claim;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const holder = await this.get(name);
    if (holder) return holder;
    // Half written when the machine stopped: nobody could tell whose it is, so nobody holds it.
    await this.replace(name, claim);
    return claim;
  }

  async get(name: string): Promise<Claim | undefined> {
    try {
      const text = await readFile(this.#fileOf(name), 'utf8');
      return claimSchema.safeParse(JSON.parse(text)).data;
    } catch (error) {
      if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) {
        return undefined;
      }
      throw error;
    }
  }

  async replace(name: string, claim: Claim): Promise<void> {
    const fresh = join(this.#folder, `.${randomUUID()}`);
    await writeFile(fresh, JSON.stringify(claim));
    await rename(fresh, this.#fileOf(name));
  }

  async release(name: string): Promise<void> {
    await rm(this.#fileOf(name), { force: true });
  }

  /** The names that somebody holds, in order. */
  async names(): Promise<string[]> {
    try {
      return (await readdir(this.#folder))
        .filter(file => file.endsWith(ENDING))
        .map(file => file.slice(0, -ENDING.length))
        .filter(isProjectName)
        .sort();
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return [];
      throw error;
    }
  }

  #fileOf(name: string) {
    if (!isProjectName(name)) {
      throw new Error(`"${name}" can't be the name of a project.`);
    }
    return join(this.#folder, `${name}${ENDING}`);
  }
}
