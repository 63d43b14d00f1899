export const drift = {
  warnings_one: '{{count}} warning',
  warnings_other: '{{count}} warnings',
  meaning: 'Changes since version {{version}} that no one has reviewed',
  title_one: '{{count}} warning since version {{version}}',
  title_other: '{{count}} warnings since version {{version}}',
  description: 'No one has reviewed these changes yet.',
  compare: 'See what changed',
  acknowledge: 'Mark as seen',
  refused: "Couldn't mark the changes as seen",
  tab_one: 'Versions ({{count}} warning)',
  tab_other: 'Versions ({{count}} warnings)',
  term: 'Changes',
} as const;
