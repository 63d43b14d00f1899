import type { Response, Router } from 'express';
import type { ConnectionLink } from '@sprintconnect/plugin-sprintconnect-common';
import { contextOf, createRouter, noStore } from '../http';
import { begin, finish } from './connect';
import type { ConnectionsDeps } from './ConnectionsDeps';
import { disconnect } from './disconnect';
import { personOf } from './personOf';
import { noSuchLink } from './refusals';
import { requireUsable } from './requireUsable';
import { namesOf, toConnection } from './toConnection';

/** The routes of the caller's own accounts. */
export function createConnectionsRouter(deps: ConnectionsDeps): Router {
  const { clock, grants, links } = deps;
  const router = createRouter();
  router.use(/^\/v1\/connections(\/|$)/, noStore());

  router.get('/v1/connections', async (req, res) => {
    const ctx = contextOf(req);
    const accounts = await grants.list(personOf(ctx));
    const items = await Promise.all(
      accounts.map(grant => toConnection(deps, ctx, grant)),
    );
    items.sort((a, b) => (a.server.name < b.server.name ? -1 : 1));
    res.json({ items });
  });

  const logins = [
    ['/v1/connections/logins', begin],
    ['/v1/connections/logins/finish', finish],
  ] as const;
  for (const [path, verb] of logins) {
    router.post(path, async (req, res) => {
      const ctx = contextOf(req);
      const person = personOf(ctx);
      const signal = untilGone(res);
      const { body } = req;
      res.status(201).json(await verb(deps, ctx, { person, body, signal }));
    });
  }

  router.get('/v1/connections/links/:id', async (req, res) => {
    const ctx = contextOf(req);
    const person = personOf(ctx);
    const { id } = req.params;
    const link = await links.find(person, { id, now: clock.now() });
    if (!link) throw noSuchLink();
    const server = await requireUsable(deps, ctx, link.serverId);
    res.json({
      server: namesOf(server),
      expiresAt: link.expiresAt.toISOString(),
    } satisfies ConnectionLink);
  });

  router.delete('/v1/connections/:id', async (req, res) => {
    const ctx = contextOf(req);
    const person = personOf(ctx);
    res.json(await disconnect(deps, ctx, { person, id: req.params.id }));
  });
  return router;
}

/** Nobody logs in for a person who has gone. */
function untilGone(res: Response): AbortSignal {
  const gone = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) gone.abort(new Error('The client has gone'));
  });
  return gone.signal;
}
