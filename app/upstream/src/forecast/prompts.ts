import type { PromptEntry } from '../server/Offer.ts';
import { places } from './weather.ts';

const ACTIVITIES = ['cycling', 'hiking', 'picnic', 'running', 'sailing'];

const begins = (values: string[], typed: string) =>
  values.filter(value => value.startsWith(typed.toLowerCase()));

function complete(argument: string, typed: string): string[] {
  if (argument === 'place')
    return begins(
      places.map(each => each.id),
      typed,
    );
  if (argument === 'activity') return begins(ACTIVITIES, typed);
  return [];
}

export const forecastPrompts: PromptEntry[] = [
  {
    definition: {
      name: 'plan_outdoor_day',
      title: 'Plan a day outdoors',
      description:
        'Asks for the best hours of the coming days for an activity at a place, with a plan for bad weather.',
      arguments: [
        { name: 'place', description: 'Id of a place', required: true },
        { name: 'activity', description: 'For example hiking', required: true },
      ],
    },
    get: ({ place, activity }) => ({
      messages: [
        {
          role: 'user',
          content: {
            type: 'text',
            text: `Use get_forecast and list_alerts for "${place}". Which of the next three days suits ${activity} best, and what is the plan if it rains?`,
          },
        },
      ],
    }),
    complete,
  },
  {
    definition: {
      name: 'explain_alert',
      title: 'Explain an alert',
      description:
        'Asks for a plain explanation of the current alerts of a place.',
      arguments: [
        { name: 'place', description: 'Id of a place', required: true },
        {
          name: 'audience',
          description: 'Who will read it; default: everybody',
          required: false,
        },
      ],
    },
    get: ({ place, audience }) => ({
      messages: [
        {
          role: 'user',
          content: {
            type: 'text',
            text: `Read list_alerts for "${place}" and explain them to ${audience ?? 'everybody'} in three sentences. Say what to do.`,
          },
        },
      ],
    }),
    complete,
  },
];
