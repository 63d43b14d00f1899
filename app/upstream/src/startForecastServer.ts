import type { IncomingMessage, ServerResponse } from 'node:http';
import { fixtureOffer } from './fixture/fixtureOffer.ts';
import { forecastIdentity, forecastOffer } from './forecast/forecastOffer.ts';
import type { Release } from './forecast/forecastOffer.ts';
import { Endpoint } from './server/Endpoint.ts';
import type { Offer } from './server/Offer.ts';
import { acceptances, guarded } from './server/guarded.ts';
import type { Acceptance } from './server/guarded.ts';
import { misbehave, misbehaviours } from './server/misbehave.ts';
import type { Misbehaviour } from './server/misbehave.ts';
import { serveHttp } from './server/serveHttp.ts';

export interface ForecastServer {
  /** The demo: weather tools, prompts and resources. */
  url: string;
  /** The same server with everything that the official conformance suite asks for. */
  conformanceUrl: string;
  /** The demo for those who show a bearer token: {@link demoTokens}. */
  guardedUrl: string;
  port: number;
  /** Changes what the demo offers and announces it to every listening client. */
  release(release: Release): void;
  /** Tells every client of the fixture that watches a resource that it changed. */
  update(uri: string): void;
  /** How many sessions of the legacy era watch a resource of the fixture. */
  watchers(uri: string): number;
  /** Makes the demo stop, slow down or break, until `none` is asked for. */
  misbehave(how: Misbehaviour): void;
  /** Says which tokens open the guarded endpoint; at first both. */
  accept(tokens: Acceptance): void;
  close(): Promise<void>;
}

/**
 * Starts our own MCP server on 127.0.0.1. It speaks 2026-07-28 and 2025-11-25 on each of its endpoints.
 *
 * @param options - `port` 0 (the default) takes a free one; `today` stands still in tests;
 * `legacyOnly` makes it speak 2025-11-25 only.
 * @throws Error when the port is taken.
 */
export async function startForecastServer(
  options: {
    port?: number;
    today?: () => Date;
    legacyOnly?: boolean;
  } = {},
): Promise<ForecastServer> {
  const { port = 0, today = () => new Date(), legacyOnly } = options;
  const offerOf = forecastOffer(today);
  const shown = { tool: false, prompt: false };
  let current: Release = 1;

  const identity = forecastIdentity;
  const demo = new Endpoint({
    identity,
    offer: () => offerOf(current),
    legacyOnly,
  });
  const conformance = new Endpoint({
    identity,
    offer: () => both(offerOf(current), fixtureOffer(shown)),
    legacyOnly,
    toggle: what => {
      shown[what] = !shown[what];
      conformance.announce(what === 'tool' ? 'tools' : 'prompts');
    },
  });
  const release = (next: Release) => {
    current = next;
    demo.announce('tools');
    conformance.announce('tools');
  };

  let misbehaviour: Misbehaviour = 'none';
  const misbehaveSo = (how: Misbehaviour) => {
    misbehaviour = how;
  };

  let accepted: Acceptance = 'both';
  const accept = (tokens: Acceptance) => {
    accepted = tokens;
  };

  const listening = await serveHttp(port, {
    '/mcp': misbehave(demo.handle, () => misbehaviour),
    '/guarded': guarded(demo.handle, () => accepted),
    '/conformance': conformance.handle,
    '/release/1': onPost(() => release(1)),
    '/release/2': onPost(() => release(2)),
    ...switches('misbehave', misbehaviours, misbehaveSo),
    ...switches('accept', acceptances, accept),
  });
  const base = `http://127.0.0.1:${listening.port}`;
  return {
    url: `${base}/mcp`,
    conformanceUrl: `${base}/conformance`,
    guardedUrl: `${base}/guarded`,
    port: listening.port,
    release,
    update: uri => conformance.update(uri),
    watchers: uri => conformance.watchers(uri),
    misbehave: misbehaveSo,
    accept,
    close: async () => {
      await Promise.all([demo.close(), conformance.close()]);
      await listening.close();
    },
  };
}

function both(first: Offer, second: Offer): Offer {
  return {
    tools: [...first.tools, ...second.tools],
    prompts: [...first.prompts, ...second.prompts],
    resources: [...first.resources, ...second.resources],
    templates: [...first.templates, ...second.templates],
  };
}

/** A route for each choice: `/misbehave/stop`. */
function switches<T extends string>(
  path: string,
  choices: readonly T[],
  choose: (choice: T) => void,
) {
  return Object.fromEntries(
    choices.map(each => [`/${path}/${each}`, onPost(() => choose(each))]),
  );
}

function onPost(act: () => void) {
  return (req: IncomingMessage, res: ServerResponse) => {
    if (req.method === 'POST') act();
    res.writeHead(req.method === 'POST' ? 204 : 405, { allow: 'POST' }).end();
  };
}
