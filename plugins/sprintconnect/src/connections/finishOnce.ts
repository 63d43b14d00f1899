import type {
  Connection,
  SprintConnectClient,
} from '@sprintconnect/plugin-sprintconnect-common';

const sent = new WeakMap<
  SprintConnectClient,
  Map<string, Promise<Connection>>
>();

/** Sends what came back from an authorization server: once, however often the page that does so is drawn. */
export function finishOnce(
  client: SprintConnectClient,
  answer: Record<string, string>,
): Promise<Connection> {
  const known = sent.get(client) ?? new Map<string, Promise<Connection>>();
  sent.set(client, known);
  const key = JSON.stringify(answer);
  const outcome = known.get(key) ?? client.connections.finishLogin({ answer });
  known.set(key, outcome);
  return outcome;
}
