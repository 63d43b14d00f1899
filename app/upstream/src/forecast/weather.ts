import { createHash } from 'node:crypto';

export interface Place {
  id: string;
  name: string;
  country: string;
  latitude: number;
  longitude: number;
}

export const places: Place[] = [
  {
    id: 'bergen',
    name: 'Bergen',
    country: 'NO',
    latitude: 60.39,
    longitude: 5.32,
  },
  {
    id: 'lisbon',
    name: 'Lisbon',
    country: 'PT',
    latitude: 38.72,
    longitude: -9.14,
  },
  {
    id: 'nairobi',
    name: 'Nairobi',
    country: 'KE',
    latitude: -1.29,
    longitude: 36.82,
  },
  {
    id: 'osaka',
    name: 'Osaka',
    country: 'JP',
    latitude: 34.69,
    longitude: 135.5,
  },
  {
    id: 'quito',
    name: 'Quito',
    country: 'EC',
    latitude: -0.18,
    longitude: -78.47,
  },
  {
    id: 'stockholm',
    name: 'Stockholm',
    country: 'SE',
    latitude: 59.33,
    longitude: 18.07,
  },
];

const SKIES = [
  'clear',
  'partly cloudy',
  'overcast',
  'rain',
  'thunderstorm',
] as const;

export interface Day {
  date: string;
  sky: (typeof SKIES)[number];
  low: number;
  high: number;
  rainMm: number;
  windMs: number;
}

export type Units = 'metric' | 'imperial';

/** Invented weather: the same for the same place and day, so that answers can be tested. */
export function weatherOf(
  place: Place,
  date: Date,
  units: Units = 'metric',
): Day {
  const day = date.toISOString().slice(0, 10);
  const dice = createHash('sha256').update(`${place.id} ${day}`).digest();
  const warmth = 28 - Math.abs(place.latitude) * 0.35;
  const high = Math.round(warmth + (dice[0] % 9) - 4);
  const low = high - 4 - (dice[1] % 6);
  const sky = SKIES[dice[2] % SKIES.length];
  const wet = sky === 'rain' || sky === 'thunderstorm';
  const degrees = (celsius: number) =>
    units === 'imperial' ? Math.round((celsius * 9) / 5 + 32) : celsius;
  return {
    date: day,
    sky,
    low: degrees(low),
    high: degrees(high),
    rainMm: wet ? 1 + (dice[3] % 24) : 0,
    windMs: 1 + (dice[4] % 17),
  };
}

export function daysOf(options: {
  place: Place;
  from: Date;
  days: number;
  units?: Units;
}): Day[] {
  const { place, from, days, units } = options;
  return Array.from({ length: days }, (_, index) =>
    weatherOf(place, new Date(from.getTime() + index * 86_400_000), units),
  );
}

export function placeOf(id: unknown): Place | undefined {
  return places.find(place => place.id === id);
}

export interface Alert {
  place: string;
  date: string;
  severity: 'moderate' | 'severe';
  headline: string;
}

/** Warnings for the next three days: storms, strong wind and heavy rain. */
export function alertsOf(place: Place, from: Date): Alert[] {
  return daysOf({ place, from, days: 3 }).flatMap(day => {
    const reasons = [
      day.sky === 'thunderstorm' && 'thunderstorms',
      day.windMs >= 14 && `wind up to ${day.windMs} m/s`,
      day.rainMm >= 18 && `${day.rainMm} mm of rain`,
    ].filter(reason => reason !== false);
    if (reasons.length === 0) return [];
    return [
      {
        place: place.id,
        date: day.date,
        severity: reasons.length > 1 ? 'severe' : 'moderate',
        headline: `${place.name}: ${reasons.join(', ')}`,
      } as const,
    ];
  });
}
