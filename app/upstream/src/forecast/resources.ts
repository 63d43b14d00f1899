import type { ResourceEntry, TemplateEntry } from '../server/Offer.ts';
import { placeOf, places, weatherOf } from './weather.ts';

const GLOSSARY = `# Words of the forecast

- **overcast**: the sky is covered from horizon to horizon.
- **moderate alert**: one danger; plan around it.
- **severe alert**: two dangers at once; stay inside.
`;

export const forecastResources: ResourceEntry[] = [
  {
    definition: {
      uri: 'forecast://places',
      name: 'places',
      title: 'Places',
      description: 'Every place that has a forecast, with its coordinates.',
      mimeType: 'application/json',
    },
    read: () => ({
      contents: [
        {
          uri: 'forecast://places',
          mimeType: 'application/json',
          text: JSON.stringify(places),
        },
      ],
    }),
  },
  {
    definition: {
      uri: 'forecast://glossary',
      name: 'glossary',
      title: 'Glossary',
      description:
        'What the words of a forecast and the grades of an alert mean.',
      mimeType: 'text/markdown',
    },
    read: () => ({
      contents: [
        {
          uri: 'forecast://glossary',
          mimeType: 'text/markdown',
          text: GLOSSARY,
        },
      ],
    }),
  },
];

const PATTERN = /^forecast:\/\/places\/([a-z]+)\/today$/;

export function forecastTemplates(today: () => Date): TemplateEntry[] {
  return [
    {
      definition: {
        uriTemplate: 'forecast://places/{place}/today',
        name: 'today',
        title: 'Weather today',
        description: 'The weather of one place today.',
        mimeType: 'application/json',
      },
      read: uri => {
        const place = placeOf(PATTERN.exec(uri)?.[1]);
        if (!place) return undefined;
        return {
          contents: [
            {
              uri,
              mimeType: 'application/json',
              text: JSON.stringify(weatherOf(place, today())),
            },
          ],
        };
      },
      complete: (argument, typed) =>
        argument === 'place'
          ? places.map(each => each.id).filter(id => id.startsWith(typed))
          : [],
    },
  ];
}
