import { useApi } from '@backstage/frontend-plugin-api';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useLoadOfVersion } from './useLoadOfVersion';

const PAGE = 200;
/** A server may offer ten thousand tools. Nobody needs a sum of so many to know that it is too much for a model. */
const COUNTED_MAX = 1000;

/** What all tools of a server together take of a model's context. */
export interface ToolTokens {
  tokens: number;
  /** False where the server offers more tools than were counted. */
  whole: boolean;
}

/** Asks for nothing but the counts. Undefined while they are on their way, where they failed, and where there are no tools. */
export function useToolTokens(server: Server): ToolTokens | undefined {
  const client = useApi(sprintConnectApiRef);
  const { id, counts } = server;
  const wanted = counts.tools > 0;
  const { value } = useLoadOfVersion(server, [wanted], async signal => {
    let tokens = 0;
    let counted = 0;
    if (wanted) {
      const tools = client.allCapabilities(
        id,
        { kind: 'tool', fields: ['tokens'], limit: PAGE },
        { signal },
      );
      for await (const tool of tools) {
        if (counted === COUNTED_MAX) return { tokens, whole: false };
        tokens += tool.tokens ?? 0;
        counted += 1;
      }
    }
    return { tokens, whole: true };
  });
  return wanted && value && value.tokens > 0 ? value : undefined;
}
