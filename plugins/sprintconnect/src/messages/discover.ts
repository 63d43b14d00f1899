export const discover = {
  title: 'Discover',
  description:
    'Everything that the MCP servers of the organisation can do. Say what you need.',
  box: {
    label: 'Search capabilities',
    placeholder: 'What do you need to do?',
    focus: 'to search',
    move: 'to move',
    open: 'to open',
    back: 'to go back',
    enter: 'Enter',
    escape: 'Esc',
  },
  filters: {
    kind: 'Kind',
    environment: 'Environment',
    tag: 'Tag',
    health: 'Health',
  },
  examples: 'Try',
  results: 'Results',
  listing: 'All capabilities',
  found_one: '{{count}} result for “{{q}}”',
  found_other: '{{count}} results for “{{q}}”',
  best: 'The best {{shown}} results for “{{q}}”',
  all_one: '{{count}} capability, by name',
  all_other: '{{count}} capabilities, by name',
  first: 'The first {{shown}} capabilities, by name',
  searching: 'Searching…',
  match: {
    name: 'Matches the name',
    words: 'Has the words',
    similar: 'Similar words',
    meaning: 'Means the like',
  },
  matchMeaning: {
    name: 'What you asked for is its name.',
    words: 'Its texts, its schema or its server have the words.',
    similar: 'It has words that are written almost like yours.',
    meaning: 'It is about the same, in other words.',
  },
  none: {
    title: 'Nothing found for “{{q}}”',
    filtered: 'Nothing here fits the filters',
    checkSpelling: 'Check the spelling, or say it in other words.',
    fewerWords: 'Use fewer words: every one of them is looked for.',
    removeFilters: 'Remove a filter: only a part of what exists was searched.',
    clearWords: 'Clear the search',
  },
  empty: {
    title: 'Nothing to discover yet',
    description:
      'What servers offer appears here after their first discovery. Register a server to begin.',
    servers: 'All servers',
  },
  refused: 'You may not see what MCP servers offer',
  opened: {
    label: 'Opened capability',
    close: 'Close',
    server: 'Server',
    connect: 'Connect your agent',
    missing: {
      title: 'This capability is gone',
      description:
        'Its server offers it no more, or you may not see it. Search for what took its place.',
    },
  },
} as const;
