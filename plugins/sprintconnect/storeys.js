/**
 * The import law of the pages. Lowest storey first.
 *
 * A folder of src/ may import the front door (index.ts) of any folder on a lower storey. Nothing imports up, sideways, or
 * past a front door. The files of src/ itself stand above all, and nothing imports them.
 *
 * Rooms are the folders inside a slice, under the same law but without doors: a room may import lower rooms of its slice,
 * and none of the files that the slice has beside its rooms. `messages` is the lowest room of each slice that has words: it
 * imports nothing, and of other slices only `translation`, which gathers all messages, reads it.
 */
module.exports = [
  { folders: ['arrival', 'client', 'format', 'routes', 'translation'] },
  { folders: ['live', 'ui'] },
  { folders: ['entityChoices', 'keys', 'permission'] },
  {
    folders: [
      'audit',
      'calls',
      'connect',
      'connections',
      'credentials',
      'health',
    ],
  },
  {
    folders: ['registry'],
    rooms: {
      registry: [
        ['catalog', 'drift', 'faults', 'stars', 'tryLink'],
        ['capabilities', 'labels'],
        ['form', 'versions'],
        ['credential'],
        ['register', 'server', 'servers'],
        ['edit'],
      ],
    },
  },
  {
    folders: [
      'admin',
      'discover',
      'entity',
      'home',
      'scaffolder',
      'search',
      'tryit',
    ],
    rooms: {
      admin: [
        ['subjects'],
        ['keys'],
        ['credentials'],
        ['roles'],
        ['egress'],
        ['organisation'],
      ],
      tryit: [['arguments'], ['answer', 'form']],
    },
  },
];
