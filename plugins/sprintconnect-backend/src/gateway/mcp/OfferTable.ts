import type { CapabilityKind } from '@sprintconnect/plugin-sprintconnect-common';
import { fitsTemplate } from '../pipeline/fitsTemplate';
import { exposedNames } from './exposedNames';
import { groupBy } from './groupBy';
import { labelOf, readLabel, withLabel } from './exposedUris';

/** Of a server that is not known yet: leads nowhere, rather than to another one. */
const NO_LABEL = 'unknown';

/** Something that a server of the organisation offers now. */
export interface Offer {
  id: string;
  kind: CapabilityKind;
  /** As the server says it: the name of a tool or prompt, a URI, or a URI template. */
  name: string;
  server: { id: string; environment: string; name: string };
}

/** What names and URIs mean where all servers of an organisation stand in one list. Whoever asks may use only some of it. */
export class OfferTable {
  readonly #offers: ReadonlyMap<string, Offer>;
  readonly #names = new Map<string, string>();
  readonly #byName = {
    tool: new Map<string, Offer>(),
    prompt: new Map<string, Offer>(),
  };
  readonly #byUri: ReadonlyMap<string, readonly Offer[]>;
  readonly #templates: readonly (Offer & { prefix: string })[];
  readonly #labels = new Map<string, string>();
  readonly #servers = new Map<string, string>();

  constructor(offers: readonly Offer[]) {
    this.#offers = new Map(offers.map(each => [each.id, each]));
    const of = (kind: CapabilityKind) =>
      offers.filter(each => each.kind === kind);
    for (const kind of ['tool', 'prompt'] as const) {
      for (const [id, exposed] of exposedNames(of(kind))) {
        this.#names.set(id, exposed);
        this.#byName[kind].set(exposed, this.#offers.get(id)!);
      }
    }
    this.#byUri = groupBy(of('resource'), ({ name }) => name);
    this.#templates = of('resource-template').map(each => ({
      ...each,
      prefix: each.name.split('{', 1)[0],
    }));
    for (const { server } of offers) {
      if (this.#labels.has(server.id)) continue;
      const label = labelOf(server);
      this.#labels.set(server.id, label);
      this.#servers.set(label, server.id);
    }
  }

  find(id: string): Offer | undefined {
    return this.#offers.get(id);
  }

  /** What a tool or prompt is called in the list of all; undefined for what has no name there. */
  nameOf(id: string): string | undefined {
    return this.#names.get(id);
  }

  /** What a name of that list stands for. */
  named(kind: 'tool' | 'prompt', exposed: string): Offer | undefined {
    return this.#byName[kind].get(exposed);
  }

  /** Which server a rewritten URI is of, and what that server calls it. */
  readUri(uri: string): { serverId: string; uri: string } | undefined {
    const found = readLabel(uri);
    const serverId = found && this.#servers.get(found.label);
    return serverId ? { serverId, uri: found.uri } : undefined;
  }

  /** A URI or template of a server, rewritten so that it can mean no other. */
  rewritten(serverId: string, uri: string): string {
    return withLabel(uri, this.#labels.get(serverId) ?? NO_LABEL);
  }

  /** The URI could be taken for a rewritten one, so that it is always rewritten itself. */
  looksRewritten(uri: string): boolean {
    return this.readUri(uri) !== undefined;
  }

  /** What a URI, as it is, may be: listed resources, and templates that it fits. */
  claimants(uri: string): Offer[] {
    const fitting = this.#templates.filter(
      ({ prefix, name }) => uri.startsWith(prefix) && fitsTemplate(uri, name),
    );
    return [...(this.#byUri.get(uri) ?? []), ...fitting];
  }

  /** What of other servers a URI of this one may be taken for. */
  rivalsOf(serverId: string, uri: string): Offer[] {
    return this.claimants(uri).filter(({ server }) => server.id !== serverId);
  }

  /** Templates of other servers that may stand for a URI that this one stands for, too. */
  rivalsOfTemplate(serverId: string, template: string): Offer[] {
    const prefix = template.split('{', 1)[0];
    return this.#templates.filter(
      each =>
        each.server.id !== serverId &&
        (each.prefix.startsWith(prefix) || prefix.startsWith(each.prefix)),
    );
  }

  /** Templates of exactly this text; several servers may have it. */
  templatesNamed(template: string): Offer[] {
    return this.#templates.filter(({ name }) => name === template);
  }
}
