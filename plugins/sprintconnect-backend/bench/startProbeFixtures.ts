import { forkPorts } from './forkPorts';

/** Starts the servers that are probed in a process of their own. */
export async function startProbeFixtures(): Promise<{
  url(index: number): string;
  stop(): void;
}> {
  const { ports, stop } = await forkPorts('probeFixtures.ts');
  return {
    url: index =>
      `http://127.0.0.1:${ports[index % ports.length]}/s${index}/mcp`,
    stop,
  };
}
