import type { Criteria, RequestContext } from '../../ports';
import { groupBy } from './groupBy';
import type { OfferStore } from './OfferStore';
import type { Offer, OfferTable } from './OfferTable';

/** A URI, or a URI template, of a server. */
export interface ServerUri {
  serverId: string;
  uri: string;
  isTemplate?: boolean;
}

export interface UriViewOptions {
  ctx: RequestContext;
  table: OfferTable;
  store: Pick<OfferStore, 'usable'>;
  /** What the caller may use; asked for only where it matters. */
  criteria(): Promise<Criteria>;
}

/**
 * What URIs mean to one caller where those of all servers stand together. A URI stays as it is where nothing else that this caller may use
 * can be meant by it, and is rewritten otherwise; so none leads to the content of another server.
 */
export class UriView {
  readonly #options: UriViewOptions;

  constructor(options: UriViewOptions) {
    this.#options = options;
  }

  /** How these are said to the caller. */
  async exposing(
    uris: readonly ServerUri[],
  ): Promise<(of: ServerUri) => string> {
    const { table } = this.#options;
    const usable = await this.#usable(uris.flatMap(of => this.#rivalsOf(of)));
    return of => {
      const isAmbiguous =
        table.looksRewritten(of.uri) ||
        this.#rivalsOf(of).some(({ id }) => usable.has(id));
      return isAmbiguous ? table.rewritten(of.serverId, of.uri) : of.uri;
    };
  }

  /** What the caller means by a URI; undefined where that is nothing that they may use. */
  async meaning(uri: string): Promise<ServerUri | undefined> {
    return this.#meaningOf(uri, this.#options.table.claimants(uri));
  }

  /** The same of a template. */
  async meaningOfTemplate(template: string): Promise<ServerUri | undefined> {
    const { table } = this.#options;
    return this.#meaningOf(template, table.templatesNamed(template));
  }

  async #meaningOf(
    uri: string,
    claimants: readonly Offer[],
  ): Promise<ServerUri | undefined> {
    const rewritten = this.#options.table.readUri(uri);
    if (rewritten) return rewritten;
    const usable = await this.#usable(claimants);
    const mine = claimants.filter(({ id }) => usable.has(id));
    const exposed = await this.exposing(mine.map(serverUriOf));
    const asItIs = mine.filter(
      each => exposed(serverUriOf(each)) === each.name,
    );
    const servers = groupBy(asItIs, ({ server }) => server.id);
    const [serverId] = servers.keys();
    return servers.size === 1 ? { serverId, uri } : undefined;
  }

  #rivalsOf({ serverId, uri, isTemplate }: ServerUri): Offer[] {
    const { table } = this.#options;
    return isTemplate
      ? table.rivalsOfTemplate(serverId, uri)
      : table.rivalsOf(serverId, uri);
  }

  async #usable(offers: readonly Offer[]): Promise<ReadonlySet<string>> {
    if (offers.length === 0) return new Set();
    const { ctx, store, criteria } = this.#options;
    const ids = [...new Set(offers.map(({ id }) => id))];
    return store.usable(ctx, await criteria(), ids);
  }
}

function serverUriOf({ kind, name, server }: Offer): ServerUri {
  const isTemplate = kind === 'resource-template';
  return { serverId: server.id, uri: name, isTemplate };
}
