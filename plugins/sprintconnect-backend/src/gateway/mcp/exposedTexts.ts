import type {
  CapabilityKind,
  JsonObject,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Door } from './Door';
import { mapPageUri } from './mapUris';
import type { McpRequest } from './McpRequest';
import type { ListedOffer } from './OfferStore';
import type { OfferTable } from './OfferTable';
import { uriViewOf } from './uriViewOf';
import type { ServerUri } from './UriView';

/** A page of a list, all of one kind. */
export interface OfferPage {
  kind: CapabilityKind;
  offers: readonly ListedOffer[];
  /** Definitions by id. */
  texts: ReadonlyMap<string, string>;
}

/** Definitions as they stand where those of all servers are in one list: with names and URIs that mean one thing each. */
export async function exposedTexts(
  page: OfferPage,
  request: McpRequest,
  door: Door,
): Promise<string[]> {
  const here = page.offers.filter(({ id }) => page.texts.has(id));
  const table = await tableWith(here, request, door);
  return page.kind === 'tool' || page.kind === 'prompt'
    ? namedTexts({ ...page, offers: here, table }, request, door)
    : locatedTexts({ ...page, offers: here }, request, door);
}

/** A table that knows all of these: each stands in the database, so that one without it is behind. */
async function tableWith(
  offers: readonly ListedOffer[],
  { ctx }: McpRequest,
  { tables }: Door,
): Promise<OfferTable> {
  const table = await tables.of(ctx.orgId);
  return offers.some(({ id }) => !table.find(id))
    ? tables.after(ctx.orgId, table, { isSure: true })
    : table;
}

async function namedTexts(
  { offers, texts, table }: OfferPage & { table: OfferTable },
  request: McpRequest,
  door: Door,
): Promise<string[]> {
  const pages = new Map<string, ServerUri>();
  for (const offer of offers) {
    const text = texts.get(offer.id)!;
    const uri = door.texts.pageUriOf({ ...offer, text });
    if (uri) pages.set(offer.id, { serverId: offer.serverId, uri });
  }
  const exposed =
    pages.size > 0
      ? await (await uriViewOf(request, door)).exposing([...pages.values()])
      : undefined;
  return offers.flatMap(({ id, digest }) => {
    const name = table.nameOf(id);
    if (name === undefined) return [];
    const page = pages.get(id);
    const uri = page && exposed!(page);
    const change = (definition: JsonObject) => ({
      ...(uri && mapPageUri(definition, () => uri)),
      name,
    });
    const offer = { id, digest, text: texts.get(id)! };
    return [door.texts.changed(offer, `${name}\n${uri ?? ''}`, change)];
  });
}

async function locatedTexts(
  { kind, offers, texts }: OfferPage,
  request: McpRequest,
  door: Door,
): Promise<string[]> {
  const isTemplate = kind === 'resource-template';
  const uriOf = ({ serverId, name: uri }: ListedOffer) => ({
    ...{ serverId, uri, isTemplate },
  });
  const view = await uriViewOf(request, door);
  const exposed = await view.exposing(offers.map(uriOf));
  return offers.map(offer => {
    const text = texts.get(offer.id)!;
    const uri = exposed(uriOf(offer));
    if (uri === offer.name) return text;
    const changes = isTemplate ? { uriTemplate: uri } : { uri };
    return door.texts.changed({ ...offer, text }, uri, () => changes);
  });
}
