import type { Router } from 'express';
import {
  eventStreamQuerySchema,
  eventTypeSchema,
  serverReadPermission,
  type EventType,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Authorizer } from '../ports';
import { contextOf, createRouter, invalid, parse, queryOf } from '../http';
import type { EventStreams } from './EventStreams';

/** `GET /v1/events/stream`: what happens to servers that the caller may read, as Server-Sent Events. */
export function createEventsRouter(options: {
  streams: EventStreams;
  authorizer: Authorizer;
}): Router {
  const { streams, authorizer } = options;
  const router = createRouter();

  router.get('/v1/events/stream', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.judge(ctx, serverReadPermission);
    const query = parse(eventStreamQuerySchema, queryOf(req));
    // A browser that connects again sends the header, and the address that it began with.
    const given = req.get('Last-Event-ID') || query.lastEventId;
    const request = {
      types: typesOf(query.types),
      lastEventId: given === undefined ? undefined : seqOf(given),
    };
    if (req.method === 'HEAD') {
      res.type('text/event-stream').end();
      return;
    }
    await streams.serve(ctx, request, res);
  });
  return router;
}

function typesOf(text?: string): ReadonlySet<EventType> | undefined {
  if (text === undefined) return undefined;
  const given = text.split(',').map(each => each.trim());
  const faults = given
    .filter(each => !eventTypeSchema.safeParse(each).success)
    .map(each => ({
      path: 'types',
      message: `contains "${each}", which isn't an event type. Choose from: ${eventTypeSchema.options.join(', ')}`,
    }));
  if (faults.length) throw invalid(faults);
  return new Set(given as EventType[]);
}

function seqOf(text: string): number {
  const seq = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(seq)) {
    throw invalid([
      {
        path: 'lastEventId',
        message:
          "isn't an event ID; send the ID of the last event you received, or 0 for all stored events",
      },
    ]);
  }
  return seq;
}
