import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GeneratedServer, startGeneratedServer } from './generatedServer';
import { type Authority, startAuthority } from './generatedServerAuthority';
import {
  renderTemplate,
  someValues,
  type TemplateValues,
} from './renderTemplate';

/** Without tokens and with usual texts; or with tokens and with texts that break what does not escape them. */
export type Kind = 'none' | 'bearer';
export const kinds: readonly Kind[] = ['none', 'bearer'];

const ODD = '"It\'s" \\ `x`\n${{ values.name }} {{ x }} {% raw %} </script> 🌊';

/** The answers that servers are made of. */
export const answersOf: Record<Kind, TemplateValues> = {
  none: someValues(),
  bearer: someValues({
    name: `a${'-b'.repeat(24)}`,
    title: ODD,
    description: ODD.repeat(9),
    authentication: 'bearer',
    issuer: `https://login.example.com/${'a-long-tenant/'.repeat(9)}it's`,
    license: 'MIT',
    system: 'system:default/forecasts',
    repository: 'https://github.com/acme/weather',
    url: `https://weather.example.com/${'a-long-path/'.repeat(9)}it's`,
  }),
};

/** The servers that one template makes of {@link answersOf}, in a folder of their own, and the authority whose tokens they take. */
export class GeneratedServers {
  readonly #template: string;
  readonly #servers = new Map<Kind, GeneratedServer>();
  #root: string | undefined;
  #authority: Authority | undefined;

  constructor(template: string) {
    this.#template = template;
  }

  get root(): string {
    if (!this.#root) throw new Error('The servers were not opened');
    return this.#root;
  }

  get authority(): Authority {
    if (!this.#authority) throw new Error('The servers were not opened');
    return this.#authority;
  }

  async open(): Promise<void> {
    this.#root = await mkdtemp(join(tmpdir(), `${this.#template}-`));
    this.#authority = await startAuthority();
  }

  async close(): Promise<void> {
    for (const server of this.#servers.values()) await server.stop('SIGKILL');
    await this.#authority?.close();
    if (this.#root) await rm(this.#root, { recursive: true, force: true });
  }

  /** Where the project of a kind is. */
  project(kind: Kind): string {
    return join(this.root, kind);
  }

  async render(kind: Kind): Promise<void> {
    await mkdir(this.project(kind));
    await renderTemplate(this.#template, answersOf[kind], this.project(kind));
  }

  async start(
    kind: Kind,
    how: Omit<Parameters<typeof startGeneratedServer>[0], 'path'>,
  ): Promise<void> {
    const settings: Record<string, string> =
      kind === 'bearer' ? { ISSUER: this.authority.issuer } : {};
    const server = await startGeneratedServer({
      ...how,
      env: { ...how.env, ...settings },
      path: new URL(answersOf[kind].url).pathname,
    });
    this.#servers.set(kind, server);
  }

  server(kind: Kind): GeneratedServer {
    const server = this.#servers.get(kind);
    if (!server) throw new Error(`The server of ${kind} was not started`);
    return server;
  }
}
