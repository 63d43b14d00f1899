import { path } from './address';
import {
  type CheckEgress,
  type CreateEgressRule,
  type EgressAttempts,
  type EgressCheck,
  type EgressRule,
  type EgressSettingsAnswer,
  type UpdateEgressRule,
  egressAttemptsSchema,
  egressCheckSchema,
  egressRuleSchema,
  egressSettingsAnswerSchema,
} from './egress';
import { eachItem, itemSchema } from './listing';
import { type Page, pageSchema } from './page';
import type { Rest } from './Rest';
import type {
  CallOptions,
  ListOptions,
  WriteOptions,
} from './SprintConnectClientOptions';

/** The part of the client about where servers may be. @public */
export interface EgressClient {
  /** `GET /v1/egress/rules`, newest first. */
  list<F extends keyof EgressRule = keyof EgressRule>(
    query?: ListOptions<F>,
    options?: CallOptions,
  ): Promise<Page<Pick<EgressRule, F>>>;
  /** Every rule, page after page. */
  all(options?: CallOptions): AsyncGenerator<EgressRule, void>;
  /** `POST /v1/egress/rules` */
  create(body: CreateEgressRule, options?: WriteOptions): Promise<EgressRule>;
  /** `PATCH /v1/egress/rules/{id}`, if the rule has this revision still. */
  update(
    rule: Pick<EgressRule, 'id' | 'revision'>,
    body: UpdateEgressRule,
    options?: WriteOptions,
  ): Promise<EgressRule>;
  /** `DELETE /v1/egress/rules/{id}`, if the rule has this revision still. */
  remove(
    rule: Pick<EgressRule, 'id' | 'revision'>,
    options?: WriteOptions,
  ): Promise<void>;
  /** `POST /v1/egress/check` */
  check(body: CheckEgress, options?: CallOptions): Promise<EgressCheck>;
  /** `GET /v1/egress/settings` */
  settings(options?: CallOptions): Promise<EgressSettingsAnswer>;
  /** `GET /v1/egress/attempts`. Default: those of 24 hours. */
  attempts(
    query?: { hours?: number },
    options?: CallOptions,
  ): Promise<EgressAttempts>;
}

export function createEgressClient(rest: Rest): EgressClient {
  const client: EgressClient = {
    list: (query = {}, options) =>
      rest.read(
        '/v1/egress/rules',
        pageSchema(itemSchema(egressRuleSchema, query.fields)),
        { ...options, query },
      ),
    all: options =>
      eachItem(cursor => client.list({ cursor, limit: 200 }, options)),
    create: (body, options) =>
      rest.read('/v1/egress/rules', egressRuleSchema, {
        ...options,
        method: 'POST',
        body,
      }),
    update: ({ id, revision }, body, options) =>
      rest.read(path`/v1/egress/rules/${id}`, egressRuleSchema, {
        ...options,
        method: 'PATCH',
        ifMatch: revision,
        body,
      }),
    async remove({ id, revision }, options) {
      await rest.send(path`/v1/egress/rules/${id}`, {
        ...options,
        method: 'DELETE',
        ifMatch: revision,
      });
    },
    check: (body, options) =>
      rest.read('/v1/egress/check', egressCheckSchema, {
        ...options,
        method: 'POST',
        body,
      }),
    settings: options =>
      rest.read('/v1/egress/settings', egressSettingsAnswerSchema, {
        ...options,
      }),
    attempts: (query = {}, options) =>
      rest.read('/v1/egress/attempts', egressAttemptsSchema, {
        ...options,
        query,
      }),
  };
  return client;
}
