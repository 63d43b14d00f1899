import type { ProblemKind } from '@sprintconnect/plugin-sprintconnect-common';

/** A request that is to be refused, and how. */
export interface BadRequest {
  method?: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** `{id}` stands for a server called weather, `{catalog}` for one of the catalog, `{retired}` for a retired one. */
  path?: string;
  body?: unknown;
  text?: string;
  headers?: Record<string, string>;
  status: number;
  /** Default: `invalid-request` where there are errors, else none. */
  kind?: ProblemKind;
  errors?: { path: string; message?: string }[];
}

export type BadRequests = Record<string, BadRequest>;

/** The path of a server that is not there. */
export const NOWHERE = '/v1/servers/00000000-0000-7000-8000-000000000000';
