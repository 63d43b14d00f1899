import { z } from 'zod';
import type { Offer, ToolEntry } from '../server/Offer.ts';
import { forecastPrompts } from './prompts.ts';
import { forecastResources, forecastTemplates } from './resources.ts';
import { defineTool, forecastTools } from './tools.ts';
import { places } from './weather.ts';

/** Which release of the forecast server answers. The second differs from the first in every way that matters. */
export type Release = 1 | 2;

export const forecastIdentity = {
  info: {
    name: 'forecast',
    title: 'Forecast',
    version: '1.4.0',
    websiteUrl: 'https://github.com/sprintconnect/sprintconnect',
  },
  instructions: `Weather for ${places.length} places around the world. Call search_places first to learn the id of a place, then get_forecast or list_alerts with that id. Temperatures are metric unless you ask for imperial. The weather is invented: use it for demonstrations only.`,
};

const tides = defineTool({
  definition: {
    name: 'get_tides',
    title: 'Tides',
    description: 'Times of high and low water at a harbour.',
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
  input: z.object({ harbour: z.enum(['bergen', 'lisbon', 'osaka']) }),
  output: z.object({ high: z.array(z.string()), low: z.array(z.string()) }),
  answer: () => ({ high: ['03:10', '15:35'], low: ['09:20', '21:45'] }),
});

/** Everything that the forecast server offers in a release. */
export function forecastOffer(today: () => Date): (release: Release) => Offer {
  const first: Offer = {
    tools: forecastTools(today),
    prompts: forecastPrompts,
    resources: forecastResources,
    templates: forecastTemplates(today),
  };
  const second = { ...first, tools: [...first.tools.map(changed), tides] };
  return release => (release === 1 ? first : second);
}

/** What the second release does to a tool of the first: one narrower input, one new URL, one flipped hint. */
function changed(tool: ToolEntry): ToolEntry {
  const { definition } = tool;
  switch (definition.name) {
    case 'get_forecast':
      return withDefinition(tool, {
        inputSchema: {
          ...definition.inputSchema,
          required: ['place', 'days'],
        },
      });
    case 'list_alerts':
      return withDefinition(tool, {
        description: `${definition.description} Details at https://alerts.forecast.example/.`,
      });
    case 'cancel_subscription':
      return withDefinition(tool, {
        annotations: { ...definition.annotations, destructiveHint: false },
      });
    default:
      return tool;
  }
}

function withDefinition(
  tool: ToolEntry,
  change: Partial<ToolEntry['definition']>,
): ToolEntry {
  return { ...tool, definition: { ...tool.definition, ...change } };
}
