import { mockCredentials } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { eventually } from 'testing';

/** Of what whole tasks wait for. */
const PATIENCE = { withinMs: 90_000 };

/** How a task ended. */
export interface EndedTask {
  id: string;
  status: string;
  /** Everything that its log says. */
  log: string;
  output: JsonObject;
}

/** Uses a portal as a person does, by its routes. */
export class PortalUser {
  readonly #base: string;
  readonly #user: string;

  constructor(base: string, user = 'user:default/ada') {
    this.#base = base;
    this.#user = user;
  }

  async ask(path: string, body?: unknown, method = body ? 'POST' : 'GET') {
    return fetch(`${this.#base}/api${path}`, {
      method,
      headers: {
        authorization: mockCredentials.user.header(this.#user),
        'content-type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  async read<T>(path: string): Promise<T> {
    const response = await this.ask(path);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return (await response.json()) as T;
  }

  /** Starts a task of a template that the catalog has. */
  async start(template: string, values: JsonObject): Promise<string> {
    const response = await this.ask('/scaffolder/v2/tasks', {
      templateRef: `template:default/${template}`,
      values,
    });
    const answer = await response.json();
    if (response.status !== 201) throw new Error(JSON.stringify(answer));
    return answer.id;
  }

  async run(template: string, values: JsonObject): Promise<EndedTask> {
    return this.ended(await this.start(template, values));
  }

  async ended(id: string): Promise<EndedTask> {
    const task = await eventually(async () => {
      const { status } = await this.read<{ status: string }>(
        `/scaffolder/v2/tasks/${id}`,
      );
      if (['open', 'processing'].includes(status)) throw new Error(status);
      return { status };
    }, PATIENCE);
    return { id, ...task, ...(await this.#logOf(id)) };
  }

  async log(id: string): Promise<string> {
    return (await this.#logOf(id)).log;
  }

  async #logOf(id: string) {
    const events = await this.read<
      Array<{ body: { message?: string; output?: JsonObject } }>
    >(`/scaffolder/v2/tasks/${id}/events`);
    const log = events.map(({ body }) => body.message ?? '').join('\n');
    const output = events.find(({ body }) => body.output)?.body.output ?? {};
    return { log, output };
  }

  /** What the dry-run route answers for a template with these files beside it. */
  async dryRun(
    template: object,
    values: JsonObject,
    files: Record<string, string> = {},
  ) {
    const response = await this.ask('/scaffolder/v2/dry-run', {
      template,
      values,
      directoryContents: Object.entries(files).map(([path, text]) => ({
        path,
        base64Content: Buffer.from(text).toString('base64'),
      })),
    });
    const answer = await response.json();
    return {
      status: response.status,
      answer,
      log: ((answer.log ?? []) as Array<{ body: { message: string } }>)
        .map(({ body }) => body.message)
        .join('\n'),
    };
  }

  /** All servers, retired ones too. */
  async servers(): Promise<Server[]> {
    const { items } = await this.read<{ items: Server[] }>(
      '/sprintconnect/v1/servers?status=draft,active,quarantined,retired',
    );
    return items;
  }

  /** Targets of all locations that somebody registered. */
  async locations(): Promise<string[]> {
    const all =
      await this.read<Array<{ data: { type: string; target: string } }>>(
        '/catalog/locations',
      );
    return all
      .filter(({ data }) => data.type === 'url')
      .map(({ data }) => data.target);
  }

  /** The entity, once the catalog has it. */
  async foundEntity(kind: string, name: string): Promise<Entity> {
    return eventually(async () => {
      const entity = await this.entity(kind, name);
      if (!entity) throw new Error(`The catalog has no ${kind} ${name}`);
      return entity;
    }, PATIENCE);
  }

  async entity(kind: string, name: string): Promise<Entity | undefined> {
    const response = await this.ask(
      `/catalog/entities/by-name/${kind}/default/${name}`,
    );
    return response.status === 404 ? undefined : response.json();
  }
}
