import type {
  CapabilityKind,
  JsonObject,
} from '@sprintconnect/plugin-sprintconnect-common';

/** A square of four colours. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP4z8Dwn4GBgYGBgeE/AwMAHQ4D/wLBPjkAAAAASUVORK5CYII=';
/** An eighth of a second of silence. */
const WAV = btoa(
  [
    'RIFF\x0c\x04\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0',
    '\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\xe8\x03\0\0',
    '\x80'.repeat(1000),
  ].join(''),
);

const hours = [18, 17, 16, 16, 15].map((celsius, at) => ({
  at: `2026-11-30T${String(at + 6).padStart(2, '0')}:00:00Z`,
  celsius,
}));

const everyKind: JsonObject[] = [
  {
    type: 'text',
    text: '## Subscribed\n\nYou hear of **storms** in *Lagos* from now on.\n\n- wind above 20 m/s\n- rain above 30 mm',
  },
  { type: 'image', mimeType: 'image/png', data: PNG },
  { type: 'audio', mimeType: 'audio/wav', data: WAV },
  { type: 'image', mimeType: 'image/svg+xml', data: 'PHN2Zy8+' },
  {
    type: 'resource_link',
    uri: 'weather://stations',
    name: 'Stations',
    description: 'Every station with its position',
    mimeType: 'application/json',
    size: 18234,
  },
  {
    type: 'resource',
    resource: {
      uri: 'weather://warnings/lagos.csv',
      mimeType: 'text/csv',
      text: 'day,grade\n2026-12-01,moderate\n',
    },
  },
  { type: 'hologram', depth: 3 },
];

/** What the weather server answers. */
export function mockResults(
  kind: CapabilityKind,
  name: string,
  given: JsonObject,
): JsonObject {
  if (kind === 'prompt') return prompted(given);
  if (kind !== 'tool') return { contents: [contentsOf(name)] };
  switch (name) {
    case 'get_forecast': {
      const { place = {}, days } = given;
      const structuredContent = { place, days, hours };
      const text = JSON.stringify(structuredContent);
      return { content: [{ type: 'text', text }], structuredContent };
    }
    case 'delete_station':
      return {
        content: [
          { type: 'text', text: `There is no station ${given.stationId}.` },
        ],
        isError: true,
      };
    case 'subscribe_warnings':
      return { content: everyKind };
    default:
      return { content: [{ type: 'text', text: 'pong' }] };
  }
}

function contentsOf(uri: string): JsonObject {
  if (uri === 'weather://stations') {
    const stations = Array.from({ length: 250 }, (_, at) => ({
      id: `station-${at + 1}`,
      position: { latitude: at % 90, longitude: at % 180 },
    }));
    const text = JSON.stringify(stations);
    return { uri, mimeType: 'application/json', text };
  }
  return {
    uri,
    mimeType: uri.endsWith('today') ? 'text/csv' : 'text/markdown',
    text: uri.endsWith('today')
      ? 'hour,celsius\n06:00,18\n07:00,17\n'
      : '# Legend\n\n| sign | means |\n| --- | --- |\n| ☀ | clear |\n| ☂ | rain |',
  };
}

function prompted({ where, hours: given = 'a few' }: JsonObject): JsonObject {
  const say = (role: string, text: string) => ({
    role,
    content: { type: 'text', text },
  });
  return {
    description: 'Plans a day outdoors around the weather',
    messages: [
      say('user', `Plan a hike of ${given} hours from ${where}.`),
      say('assistant', 'I look at the forecast first.'),
    ],
  };
}
