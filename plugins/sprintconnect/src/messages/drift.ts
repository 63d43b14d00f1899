export const drift = {
  warnings_one: '{{count}} warning',
  warnings_other: '{{count}} warnings',
  meaning: 'Changes since version {{version}} that nobody has looked at',
  title_one: '{{count}} warning since version {{version}}',
  title_other: '{{count}} warnings since version {{version}}',
  description: 'Nobody has looked at these changes yet.',
  compare: 'See what changed',
  acknowledge: 'Mark as seen',
  refused: 'The changes could not be marked as seen',
  tab_one: 'Versions ({{count}} warning)',
  tab_other: 'Versions ({{count}} warnings)',
  term: 'Changes',
} as const;
