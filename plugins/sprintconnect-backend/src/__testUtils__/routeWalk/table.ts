/**
 * Who gets what from every route, in tenancy mode `catalog`. `routeWalk.test.ts` sends each request and compares; a route
 * that is not here fails it.
 *
 * A cell is the status for a resource of the caller's own organisation, then, behind "/", the one answer to what another
 * organisation has and to what nobody has. Columns (`COLUMNS` says who stands in them): people and keys by role, of which
 * an `owner` is an engineer who owns the server; services; keys and agents by scope, of which `both` is
 * `mcp:servers:read` with `mcp:capabilities:read`, and `rest` is the scopes that open no route by themselves. A key of `org:*` makes
 * keys and gives roles, but none that may more than it may itself.
 */
export const TABLE = `
route                                               viewer   engineer owner    admin    service  limited  | read     caps     both     create   update   audit    org      rest

GET    /v1/servers                                  200      200      200      200      200      200      | 200      403      200      403      403      403      403      403
POST   /v1/servers                                  403      201      201      201      201      403      | 403      403      403      201      403      403      403      403
POST   /v1/servers/test                             403      502      502      502      502      403      | 403      403      403      502      403      403      403      403
GET    /v1/servers/facets                           200      200      200      200      200      200      | 200      403      200      403      403      403      403      403
GET    /v1/servers/by-name/{environment}/{name}     200/404  200/404  200/404  200/404  200/404  200/404  | 200/404  403      200/404  403      403      403      403      403
GET    /v1/servers/{id}                             200/404  200/404  200/404  200/404  200/404  200/404  | 200/404  403      200/404  403      403      403      403      403
PATCH  /v1/servers/{id}                             403      403/404  200/404  200/404  200/404  403      | 403      403      403      403      403      403      403      403
DELETE /v1/servers/{id}                             403      403/404  204/404  204/404  204/404  403      | 403      403      403      403      403      403      403      403
POST   /v1/servers/{id}/discover                    403      403/404  202/404  202/404  202/404  403      | 403      403      403      403      403      403      403      403
POST   /v1/servers/{id}/drift/acknowledge           403      403/404  200/404  200/404  200/404  403      | 403      403      403      403      403      403      403      403
GET    /v1/servers/{id}/capabilities                200/404  200/404  200/404  200/404  200/404  403      | 403      403      200/404  403      403      403      403      403
GET    /v1/servers/{id}/snapshots                   200/404  200/404  200/404  200/404  200/404  200/404  | 200/404  403      200/404  403      403      403      403      403
GET    /v1/servers/{id}/snapshots/{version}         200/404  200/404  200/404  200/404  200/404  403      | 403      403      200/404  403      403      403      403      403
GET    /v1/servers/{id}/snapshots/{from}/diff/{to}  200/404  200/404  200/404  200/404  200/404  403      | 403      403      200/404  403      403      403      403      403

GET    /v1/servers/{id}/credential                  200/404  200/404  200/404  200/404  200/404  200/404  | 200/404  403      200/404  403      403      403      403      403
PUT    /v1/servers/{id}/credential                  403      403/404  200/404  200/404  200/404  403      | 403      403      403      403      403      403      403      403
DELETE /v1/servers/{id}/credential                  403      403/404  204/404  204/404  204/404  403      | 403      403      403      403      403      403      403      403
GET    /v1/credentials                              403      200      200      200      200      403      | 403      403      403      200      403      403      403      403
POST   /v1/credentials                              403      403      403      201      201      403      | 403      403      403      403      403      403      403      403
GET    /v1/credentials/{id}                         403      200/404  200/404  200/404  200/404  403      | 403      403      403      200/404  403      403      403      403
PATCH  /v1/credentials/{id}                         403      403      403      200/404  200/404  403      | 403      403      403      403      403      403      403      403
DELETE /v1/credentials/{id}                         403      403      403      204      204      403      | 403      403      403      403      403      403      403      403
POST   /v1/credentials/{id}/versions                403      403      403      200/404  200/404  403      | 403      403      403      403      403      403      403      403
DELETE /v1/credentials/{id}/versions/previous       403      403      403      204/404  204/404  403      | 403      403      403      403      403      403      403      403
GET    /v1/credentials/{id}/uses                    403      200/404  200/404  200/404  200/404  403      | 403      403      403      403      403      403      403      403

GET    /v1/servers/health-summaries                 200      200      200      200      200      200      | 200      403      200      403      403      403      403      403
GET    /v1/servers/{id}/health                      200/404  200/404  200/404  200/404  200/404  200/404  | 200/404  403      200/404  403      403      403      403      403
GET    /v1/servers/{id}/health/history              200/404  200/404  200/404  200/404  200/404  200/404  | 200/404  403      200/404  403      403      403      403      403
POST   /v1/servers/{id}/probe                       403      403/404  202/404  202/404  202/404  403      | 403      403      403      403      403      403      403      403

GET    /v1/discovery/capabilities                   200      200      200      200      200      403      | 403      403      200      403      403      403      403      403
GET    /v1/discovery/capabilities/{id}              200/404  200/404  200/404  200/404  200/404  403      | 403      403      200/404  403      403      403      403      403
GET    /v1/discovery/servers                        200      200      200      200      200      403      | 403      403      200      403      403      403      403      403

GET    /v1/api-keys                                 403      403      403      200      200      403      | 403      403      403      403      403      403      200      403
POST   /v1/api-keys                                 403      403      403      201      201      403      | 403      403      403      403      403      403      201      403
GET    /v1/api-keys/{id}                            403      403      403      200/404  200/404  403      | 403      403      403      403      403      403      200/404  403
DELETE /v1/api-keys/{id}                            403      403      403      204/404  204/404  403      | 403      403      403      403      403      403      204/404  403
POST   /v1/api-keys/{id}/rotate                     403      403      403      200/404  200/404  403      | 403      403      403      403      403      403      403/404  403
GET    /v1/role-bindings                            403      403      403      200      200      403      | 403      403      403      403      403      403      200      403
POST   /v1/role-bindings                            403      403      403      201      201      403      | 403      403      403      403      403      403      403      403
DELETE /v1/role-bindings/{id}                       403      403      403      204      204      403      | 403      403      403      403      403      403      204      403
GET    /v1/me                                       200      200      200      200      200      200      | 200      200      200      200      200      200      200      200
GET    /v1/me/roles                                 200      200      200      200      200      200      | 200      200      200      200      200      200      200      200
GET    /v1/organization                             200      200      200      200      200      200      | 200      200      200      200      200      200      200      200

GET    /v1/egress/rules                             403      403      403      200      200      403      | 403      403      403      403      403      403      403      403
POST   /v1/egress/rules                             403      403      403      201      201      403      | 403      403      403      403      403      403      403      403
PATCH  /v1/egress/rules/{id}                        403      403      403      200/404  200/404  403      | 403      403      403      403      403      403      403      403
DELETE /v1/egress/rules/{id}                        403      403      403      204/404  204/404  403      | 403      403      403      403      403      403      403      403
POST   /v1/egress/check                             403      200      200      200      200      403      | 403      403      403      200      403      403      403      403
GET    /v1/egress/settings                          403      403      403      200      200      403      | 403      403      403      403      403      403      403      403
GET    /v1/egress/attempts                          403      403      403      200      200      403      | 403      403      403      403      403      403      403      403

GET    /v1/connections                              200      200      200      200      403      403      | 403      403      403      403      403      403      403      403
POST   /v1/connections/logins                       403      409/404  409/404  409/404  403      403      | 403      403      403      403      403      403      403      403
POST   /v1/connections/logins/finish                422      422      422      422      403      403      | 403      403      403      403      403      403      403      403
GET    /v1/connections/links/{id}                   404      404      404      404      403      403      | 403      403      403      403      403      403      403      403
DELETE /v1/connections/{id}                         404      404      404      404      403      403      | 403      403      403      403      403      403      403      403

GET    /v1/audit                                    403      403      403      200      200      403      | 403      403      403      403      403      200      200      403
GET    /v1/audit/export                             403      403      403      200      200      403      | 403      403      403      403      403      200      200      403
POST   /v1/servers/{id}/tools/{name}/call           404      400/404  400/404  400/404  400/404  404      | 404      404      404      404      404      404      404      404
POST   /v1/servers/{id}/prompts/{name}/get          404      404      404      404      404      404      | 404      404      404      404      404      404      404      404
POST   /v1/servers/{id}/resources/read              404      404      404      404      404      404      | 404      404      404      404      404      404      404      404
GET    /v1/calls                                    200      200      200      200      200      200      | 200      200      200      200      200      200      200      200
GET    /v1/calls/{id}                               404      404      200/404  200/404  200/404  404      | 404      404      404      404      404      404      404      404
GET    /v1/jobs                                     403      403      403      200      200      403      | 403      403      403      403      403      403      200      403
GET    /v1/jobs/{id}                                200/404  200/404  200/404  200/404  200/404  200/404  | 200/404  403      200/404  403      403      403      200/404  403
GET    /v1/secrets/keys                             403      403      403      200      200      403      | 403      403      403      403      403      403      403      403
GET    /v1/events/stream                            200      200      200      200      200      200      | 200      403      200      403      403      403      403      403

PUT    /v1/catalog/entities/{namespace}/{name}      403      403      403      403      200      403      | 403      403      403      403      403      403      403      403
DELETE /v1/catalog/entities/{namespace}/{name}      403      403      403      403      204      403      | 403      403      403      403      403      403      403      403
`;

/** Open to everybody, whatever they send. */
export const OPEN = [
  'GET /.well-known/oauth-protected-resource',
  'GET /v1/health',
  'GET /openapi.json',
  'GET /oauth/client.json',
];

/** Those who get the same everywhere else. */
export const REFUSED: Record<string, number> = {
  nobody: 401,
  'bad token': 401,
  'token of a page (cookie)': 401,
  'expired key': 401,
  'revoked key': 401,
  'key of a made-up secret': 401,
  'agent with an expired token': 401,
  'user of no organisation': 403,
  'service of no organisation': 403,
  'plugin that names no organisation': 403,
  'user who names another organisation': 403,
  'key that names another organisation': 403,
};

/** Routes for people: what their cells say is for users, and anybody else gets 403. */
export const PEOPLE_ONLY = '/v1/connections';

/** Who stands in each column. The last of `admin` are of the other organisation: theirs is the first one's foreign. */
export const COLUMNS: Record<string, readonly string[]> = {
  viewer: ['user viewer', 'key viewer', 'agent viewer'],
  engineer: ['user engineer', 'key engineer'],
  owner: ['user owner'],
  admin: ['user admin', 'key admin', 'user elsewhere', 'agent elsewhere'],
  service: ['service', 'plugin catalog'],
  limited: ['service limited'],
  read: ['key mcp:servers:read', 'agent mcp:servers:read'],
  caps: ['key mcp:capabilities:read'],
  both: ['key mcp:servers:read mcp:capabilities:read'],
  create: ['key mcp:servers:create'],
  update: ['key mcp:servers:update'],
  audit: ['key audit:read'],
  org: ['key org:*'],
  rest: [
    'agent mcp:capabilities:use',
    'agent chat:sessions:*',
    'agent metrics:read',
  ],
};

/** What a caller is answered: about what is theirs, and about what is another's or nobody's. */
export interface Expected {
  own: number;
  absent: number;
}

/** The table, by route and then by column. */
export function readTable(): Map<string, Map<string, Expected>> {
  const [head, ...rows] = TABLE.split('\n')
    .map(line => line.replace('|', ' ').trim().split(/\s+/))
    .filter(([first]) => first);
  const columns = head.slice(1);
  return new Map(
    rows.map(([method, path, ...cells]) => [
      `${method} ${path}`,
      new Map(
        columns.map((column, index) => {
          const [own, absent = own] = cells[index].split('/').map(Number);
          return [column, { own, absent }];
        }),
      ),
    ]),
  );
}
