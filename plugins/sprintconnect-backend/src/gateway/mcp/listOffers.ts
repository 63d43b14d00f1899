import type { CapabilityKind } from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../../http';
import type { Door } from './Door';
import { exposedTexts, type OfferPage } from './exposedTexts';
import { SERVER_INFO_META, selfOf, TTL_MS } from './introduce';
import { type McpAnswer, McpRefusal, type McpRequest } from './McpRequest';
import type { Place } from './OfferStore';
import { CODES } from './rpc';
import { usableBy } from './usableBy';

const LISTS = {
  'tools/list': { kind: 'tool', part: 'tools' },
  'prompts/list': { kind: 'prompt', part: 'prompts' },
  'resources/list': { kind: 'resource', part: 'resources' },
  'resources/templates/list': {
    kind: 'resource-template',
    part: 'resourceTemplates',
  },
} as const satisfies Record<string, { kind: CapabilityKind; part: string }>;
type ListMethod = keyof typeof LISTS;

/**
 * The lists of MCP, from the database: a server that is away empties none, and a page is bounded by our own size. Only what the caller may
 * use is on them.
 */
export async function listOffers(
  request: McpRequest,
  door: Door,
): Promise<McpAnswer> {
  const { ctx, endpoint, plain } = request;
  const { kind, part } = LISTS[request.method as ListMethod];
  const { capabilities: criteria } = await usableBy(door.authorizer, ctx);
  const of = { list: part, ...endpoint.server };
  const rows = await door.store.list(ctx, {
    ...{ kind, endpoint, criteria },
    after: placeIn(request, door, { ...of, cursor: plain.cursor }),
    limit: door.pageItems + 1,
  });
  const self =
    request.era === 'modern' || rows.length === 0
      ? await selfOf(request, door)
      : undefined;
  const page = rows.slice(0, door.pageItems);
  const texts = await textsOf({ kind, offers: page }, request, door);
  const fields = [`${JSON.stringify(part)}:[${texts.join(',')}]`];
  if (rows.length > page.length) {
    const cursor = door.cursors.sign(ctx, of, page.at(-1)!.place);
    fields.push(`"nextCursor":${JSON.stringify(cursor)}`);
  }
  if (request.era === 'modern') {
    fields.push(`"ttlMs":${TTL_MS},"cacheScope":"private"`);
    const meta = JSON.stringify({ [SERVER_INFO_META]: self!.serverInfo });
    fields.push(`"resultType":"complete","_meta":${meta}`);
  }
  return { json: `{${fields.join(',')}}` };
}

function placeIn(
  { ctx }: McpRequest,
  { cursors }: Door,
  query: { cursor: unknown },
): Place | undefined {
  const { cursor } = query;
  if (cursor === undefined) return undefined;
  try {
    const place = cursors.verify(ctx, { ...query, cursor: String(cursor) });
    return place as Place | undefined;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new McpRefusal({ code: CODES.invalidParams, message: error.detail });
  }
}

async function textsOf(
  page: Omit<OfferPage, 'texts'>,
  request: McpRequest,
  door: Door,
): Promise<string[]> {
  const texts = await door.texts.of(request.ctx, page.offers);
  if (!request.endpoint.server) {
    return exposedTexts({ ...page, texts }, request, door);
  }
  return page.offers.flatMap(({ id }) => texts.get(id) ?? []);
}
