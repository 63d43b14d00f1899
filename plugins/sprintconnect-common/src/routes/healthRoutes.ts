import {
  healthHistoryQuerySchema,
  healthSummariesQuerySchema,
} from '../health';
import type { ApiRoute } from './ApiRoute';
import { TO_JOB } from './toJob';

const ONE_SERVER = '/v1/servers/{id}';

/** Whether servers work, and did. */
export const healthRoutes: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/v1/servers/health-summaries',
    operationId: 'healthSummaries',
    summary: 'Get health summaries of servers',
    query: healthSummariesQuerySchema,
    status: 200,
    answer: 'HealthSummaries',
    problems: [],
  },
  {
    method: 'get',
    path: `${ONE_SERVER}/health`,
    operationId: 'getHealth',
    summary: 'Get the health of a server',
    status: 200,
    answer: 'ServerHealth',
    problems: [404],
  },
  {
    method: 'get',
    path: `${ONE_SERVER}/health/history`,
    operationId: 'healthHistory',
    summary: 'Get probes or their hourly or daily totals, and incidents',
    query: healthHistoryQuerySchema,
    status: 200,
    answer: 'HealthHistory',
    problems: [404],
  },
  {
    method: 'post',
    path: `${ONE_SERVER}/probe`,
    operationId: 'probeServer',
    summary: 'Probe a server',
    repeatable: true,
    status: 202,
    answer: 'Accepted',
    links: TO_JOB,
    headers: ['Location'],
    problems: [404, 409],
  },
];
