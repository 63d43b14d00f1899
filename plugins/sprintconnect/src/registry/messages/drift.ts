export const drift = {
  warnings_one: '{{count, number}} warning',
  warnings_other: '{{count, number}} warnings',
  meaning: 'Changes since version {{version}} that no one has reviewed',
  title_one: '{{count, number}} warning since version {{version}}',
  title_other: '{{count, number}} warnings since version {{version}}',
  description: 'No one has reviewed these changes yet.',
  compare: 'See what changed',
  acknowledge: 'Mark as seen',
  refused: "Couldn't mark the changes as seen",
  tab_one: 'Versions ({{count, number}} warning)',
  tab_other: 'Versions ({{count, number}} warnings)',
  term: 'Changes',
} as const;
