import { randomUUID } from 'node:crypto';
import type { Tool, ToolAnnotations } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { data, refusal } from '../server/Offer.ts';
import type { ToolEntry } from '../server/Offer.ts';
import { alertsOf, daysOf, placeOf, places, weatherOf } from './weather.ts';

const placeIds = places.map(place => place.id) as [string, ...string[]];
const place = z
  .enum(placeIds)
  .describe('Id of a place, as search_places answers it');
const units = z
  .enum(['metric', 'imperial'])
  .default('metric')
  .describe('metric: °C; imperial: °F');
const day = z.object({
  date: z.iso.date(),
  sky: z.string(),
  low: z.number(),
  high: z.number(),
  rainMm: z.number(),
  windMs: z.number(),
});
const alert = z.object({
  place: z.string(),
  date: z.iso.date(),
  severity: z.enum(['moderate', 'severe']),
  headline: z.string(),
});

const READS: ToolAnnotations = {
  readOnlyHint: true,
  idempotentHint: true,
  openWorldHint: false,
};

/** JSON Schema without the `$schema` line, which every tool would repeat. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest as Tool['inputSchema'];
}

/** A tool whose input is checked against its own schema, so that a wrong call is told every fault. */
export function defineTool<I extends z.ZodType>(options: {
  definition: Omit<Tool, 'inputSchema' | 'outputSchema'>;
  input: I;
  output: z.ZodType;
  answer(input: z.output<I>): Record<string, unknown>;
}): ToolEntry {
  const { definition, input, output, answer } = options;
  return {
    definition: {
      ...definition,
      inputSchema: schemaOf(input, 'input'),
      outputSchema: schemaOf(output, 'output'),
    },
    call: args => {
      const checked = input.safeParse(args);
      return checked.success
        ? data(answer(checked.data))
        : refusal(z.prettifyError(checked.error));
    },
  };
}

/** The tools of the forecast server. Subscriptions live in memory and belong to one server. */
export function forecastTools(today: () => Date): ToolEntry[] {
  const subscriptions = new Map<string, { place: string; email: string }>();
  return [
    ...readingTools(today),
    ...comparingTools(today),
    ...subscriptionTools(subscriptions),
  ];
}

function readingTools(today: () => Date): ToolEntry[] {
  return [
    defineTool({
      definition: {
        name: 'search_places',
        title: 'Search places',
        description:
          'Finds places by a part of their name or by country code, and answers their ids. Start here.',
        annotations: READS,
      },
      input: z.object({
        query: z
          .string()
          .min(1)
          .max(100)
          .describe('Part of a name, or a country code such as NO'),
        limit: z.number().int().min(1).max(20).default(5),
      }),
      output: z.object({
        places: z.array(
          z.object({ id: z.string(), name: z.string(), country: z.string() }),
        ),
      }),
      answer: ({ query, limit }) => ({
        places: places
          .filter(each =>
            `${each.name} ${each.country}`
              .toLowerCase()
              .includes(query.toLowerCase()),
          )
          .slice(0, limit)
          .map(({ id, name, country }) => ({ id, name, country })),
      }),
    }),
    defineTool({
      definition: {
        name: 'get_forecast',
        title: 'Forecast',
        description:
          'The weather of one place for the next one to seven days: sky, lowest and highest temperature, rain and wind.',
        annotations: READS,
      },
      input: z.object({
        place,
        days: z.number().int().min(1).max(7).default(3),
        units,
      }),
      output: z.object({ place: z.string(), days: z.array(day) }),
      answer: ({ place: id, days, units: inUnits }) => ({
        place: id,
        days: daysOf({
          place: placeOf(id)!,
          from: today(),
          days,
          units: inUnits,
        }),
      }),
    }),
  ];
}

function comparingTools(today: () => Date): ToolEntry[] {
  return [
    defineTool({
      definition: {
        name: 'compare_places',
        title: 'Compare places',
        description:
          'Puts the weather of two to five places on the same day side by side and names the driest and the warmest.',
        annotations: READS,
      },
      input: z.object({
        places: z.array(place).min(2).max(5),
        date: z.iso.date().optional().describe('Default: today'),
        units,
      }),
      output: z.object({
        driest: z.string(),
        warmest: z.string(),
        places: z.array(z.object({ place: z.string(), day })),
      }),
      answer: ({ places: ids, date, units: inUnits }) => {
        const on = date ? new Date(`${date}T00:00:00Z`) : today();
        const rows = ids.map(id => ({
          place: id,
          day: weatherOf(placeOf(id)!, on, inUnits),
        }));
        return {
          driest: rows.reduce((a, b) => (b.day.rainMm < a.day.rainMm ? b : a))
            .place,
          warmest: rows.reduce((a, b) => (b.day.high > a.day.high ? b : a))
            .place,
          places: rows,
        };
      },
    }),
    defineTool({
      definition: {
        name: 'list_alerts',
        title: 'Weather alerts',
        description:
          'Warnings of storms, strong wind and heavy rain for the next three days, for one place or for all.',
        annotations: READS,
      },
      input: z.object({
        place: place.optional(),
        severity: z.enum(['moderate', 'severe']).optional(),
      }),
      output: z.object({ alerts: z.array(alert) }),
      answer: ({ place: id, severity }) => ({
        alerts: places
          .filter(each => id === undefined || each.id === id)
          .flatMap(each => alertsOf(each, today()))
          .filter(each => severity === undefined || each.severity === severity),
      }),
    }),
  ];
}

function subscriptionTools(
  subscriptions: Map<string, { place: string; email: string }>,
): ToolEntry[] {
  return [
    defineTool({
      definition: {
        name: 'subscribe_alerts',
        title: 'Subscribe to alerts',
        description:
          'Sends the alerts of a place to an e-mail address from now on. Answers the id needed to cancel.',
        annotations: {
          readOnlyHint: false,
          destructiveHint: false,
          idempotentHint: false,
          openWorldHint: true,
        },
      },
      input: z.object({ place, email: z.email() }),
      output: z.object({ subscriptionId: z.string() }),
      answer: wanted => {
        const subscriptionId = randomUUID();
        subscriptions.set(subscriptionId, wanted);
        return { subscriptionId };
      },
    }),
    defineTool({
      definition: {
        name: 'cancel_subscription',
        title: 'Cancel a subscription',
        description:
          'Ends a subscription to alerts. It cannot be brought back.',
        annotations: {
          readOnlyHint: false,
          destructiveHint: true,
          idempotentHint: true,
          openWorldHint: false,
        },
      },
      input: z.object({ subscriptionId: z.uuid() }),
      output: z.object({ cancelled: z.boolean() }),
      answer: ({ subscriptionId }) => ({
        cancelled: subscriptions.delete(subscriptionId),
      }),
    }),
  ];
}
