import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import { CLIENT } from './connectRemote';
import type { OpenRequest } from './OpenRequest';
import type { EraVerdict } from './EraVerdict';
import type { ChannelHandling, ChannelRequest } from './UpstreamChannel';

const PREFIX = 'io.modelcontextprotocol/';
/** Between two neighbours only, so that what our caller says of itself ends with us (MCP 2026-07-28, `_meta`). */
const OF_ONE_HOP = [
  'progressToken',
  `${PREFIX}protocolVersion`,
  `${PREFIX}clientCapabilities`,
  `${PREFIX}clientInfo`,
  `${PREFIX}subscriptionId`,
];
const LOG_LEVEL = `${PREFIX}logLevel`;

/** The message of a request as it goes to a server of this era. Pure. */
export function envelope(
  { method, params }: ChannelRequest,
  open: OpenRequest,
  era: { verdict: EraVerdict } & Pick<ChannelHandling, 'clientCapabilities'>,
) {
  const meta = { ...(params._meta as JsonObject | undefined) };
  for (const key of OF_ONE_HOP) delete meta[key];
  if (!open.wantsLog) delete meta[LOG_LEVEL];
  const { progressToken, id } = open;
  if (progressToken !== undefined) meta.progressToken = progressToken;
  if (era.verdict.era === 'modern') {
    meta[`${PREFIX}protocolVersion`] = era.verdict.protocolVersion;
    meta[`${PREFIX}clientCapabilities`] = era.clientCapabilities;
    meta[`${PREFIX}clientInfo`] = CLIENT;
  }
  const { _meta, ...rest } = params;
  const isEmpty = Object.keys(meta).length === 0;
  return {
    jsonrpc: '2.0' as const,
    id,
    method,
    params: isEmpty ? rest : { ...rest, _meta: meta },
  };
}
