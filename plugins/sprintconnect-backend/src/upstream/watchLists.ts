import type { Client } from '@modelcontextprotocol/client';
import type { CapabilityKind } from '@sprintconnect/plugin-sprintconnect-common';
import type { OpenTransport } from './openTransport';

/** What one `list_changed` notification is about. */
export interface AnnouncedList {
  claim: 'tools' | 'resources' | 'prompts';
  kinds: readonly CapabilityKind[];
}

const LISTS: readonly AnnouncedList[] = [
  { claim: 'tools', kinds: ['tool'] },
  { claim: 'resources', kinds: ['resource', 'resource-template'] },
  { claim: 'prompts', kinds: ['prompt'] },
];

/** The lists whose changes a server promises to announce. */
export function announcedKinds(
  capabilities: Readonly<Record<string, unknown>>,
): AnnouncedList[] {
  return LISTS.filter(({ claim }) => {
    const offered = capabilities[claim] as { listChanged?: unknown } | null;
    return offered?.listChanged === true;
  });
}

/**
 * Listens for `list_changed`: legacy servers send it unasked on the connection or on a stream that a GET opens; modern
 * ones on a subscription (MCP 2026-07-28, `subscriptions/listen`). Settles when the way for it is open.
 */
export async function watchLists(options: {
  client: Client;
  opened: OpenTransport;
  announced: readonly AnnouncedList[];
  listener(kinds: readonly CapabilityKind[]): void;
  timeoutMs: number;
  onLost(): void;
}): Promise<() => void> {
  const { client, opened, announced, timeoutMs, onLost } = options;
  let listening = true;
  announced.forEach(({ claim, kinds }) => {
    client.setNotificationHandler(`notifications/${claim}/list_changed`, () => {
      if (listening) {
        options.listener(kinds);
      }
    });
  });
  if (client.getProtocolEra() === 'legacy') {
    await opened.openNotifications(onLost);
    return () => {
      listening = false;
    };
  }
  const subscription = await client.listen(
    Object.fromEntries(
      announced.map(({ claim }) => [`${claim}ListChanged`, true]),
    ),
    { timeout: timeoutMs },
  );
  subscription.closed.then(cause => {
    if (cause !== 'local') {
      onLost();
    }
  });
  return () => {
    listening = false;
    subscription.close().catch(() => {});
  };
}
