import type { SnapshotCapability } from '@sprintconnect/plugin-sprintconnect-common';
import { canonicalJson, digestOf } from '../../canonicalJson';
import { diffSnapshots } from '../diffSnapshots';

/** What a server says of a capability. */
export type Definition = Record<string, unknown>;

/** A tool as a snapshot keeps it. */
export function tool(
  definition: Definition,
  name = 'forecast',
): SnapshotCapability {
  return {
    kind: 'tool',
    name,
    digest: digestOf(canonicalJson(definition)),
    definition,
  };
}

/** What changed when a tool was described anew. */
export function diffTools(before: Definition, after: Definition) {
  return diffSnapshots(
    { capabilities: [tool(before)] },
    { capabilities: [tool(after)] },
  );
}

/** A tool that says nothing but what it takes. */
export const input = (schema: unknown): Definition => ({ inputSchema: schema });
