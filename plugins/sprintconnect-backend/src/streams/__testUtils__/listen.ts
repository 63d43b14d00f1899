import type { SprintConnectEvent } from '@sprintconnect/plugin-sprintconnect-common';

/** Listens in the background; `heard` grows. */
export function listen(events: AsyncGenerator<SprintConnectEvent>) {
  const heard: SprintConnectEvent[] = [];
  const ended = (async () => {
    for await (const event of events) heard.push(event);
  })();
  return { heard, ended, revisions: () => heard.map(each => each.revision) };
}
