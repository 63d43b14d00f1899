import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Claim, WorkshopFolder } from 'workshop';

/** After so long without a location in the catalog, the task that published a project is not going to register it. */
const UNREGISTERED_MS = 15 * 60_000;

/** What is to be done about a project, by whether the catalog has a location of it now. */
export function decideAboutProject(
  claim: Claim,
  { isRegistered, now }: { isRegistered: boolean; now: Date },
): 'keep' | 'remember' | 'remove' {
  if (isRegistered) return claim.isRegistered ? 'keep' : 'remember';
  if (claim.isRegistered) return 'remove';
  const age = now.getTime() - Date.parse(claim.claimedAt);
  return age >= UNREGISTERED_MS ? 'remove' : 'keep';
}

export interface OrphanRemovalOptions {
  folder: WorkshopFolder;
  catalogInfoUrlOf: (name: string) => string;
  /** The targets of all locations that the catalog has. */
  locations: () => Promise<string[]>;
  now: () => Date;
  logger: LoggerService;
}

/**
 * Removes the projects of the workshop that the catalog had and has no more, and those that nobody registered. It looks twice
 * before it removes one.
 */
export class OrphanRemoval {
  readonly #options: OrphanRemovalOptions;
  #suspects = new Set<string>();

  constructor(options: OrphanRemovalOptions) {
    this.#options = options;
  }

  /** Looks once; where the catalog can't be asked it changes nothing. */
  async look(): Promise<void> {
    const { folder, locations } = this.#options;
    const names = await folder.claims.names();
    if (names.length === 0) return;
    const registered = new Set(await locations());
    const suspects = new Set<string>();
    for (const name of names) {
      if (await this.#isOrphan(name, registered)) suspects.add(name);
    }
    const sure = [...suspects].filter(name => this.#suspects.has(name));
    this.#suspects = suspects;
    for (const name of sure) await this.#remove(name);
  }

  async #isOrphan(name: string, registered: Set<string>) {
    const { folder, catalogInfoUrlOf, now } = this.#options;
    const claim = await folder.claims.get(name);
    if (!claim) return false;
    const isRegistered = registered.has(catalogInfoUrlOf(name));
    const verdict = decideAboutProject(claim, { isRegistered, now: now() });
    if (verdict === 'remember') {
      await folder.claims.replace(name, { ...claim, isRegistered: true });
    }
    return verdict === 'remove';
  }

  async #remove(name: string) {
    await this.#options.folder.remove(name);
    this.#options.logger.info(
      `Removed "${name}" from the workshop: the catalog has no location of it`,
    );
  }
}
