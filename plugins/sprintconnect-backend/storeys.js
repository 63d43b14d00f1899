/**
 * The import law. Lowest storey first.
 *
 * A folder of src/ may import `ports` and the front door (index.ts) of any folder on a lower storey.
 * Nothing imports up, sideways, or past a front door. The plumbing storey stands behind ports, so only
 * openPlumbing.ts names it. `http` is how routers speak (problems, cursors, preconditions), `pace` how
 * background work comes again, and `settings` what schemas of settings are made of, so they stand below all.
 *
 * Rooms are the folders inside a slice, under the same law but without doors: a room may import lower rooms of its slice,
 * and none of the files that the slice has beside its rooms.
 */
module.exports = [
  { folders: ['http', 'pace', 'settings'] },
  {
    plumbing: true,
    folders: [
      'audit',
      'egress',
      'jobs',
      'limits',
      'outbox',
      'platform',
      'secrets',
    ],
    rooms: {
      egress: [['addresses'], ['attempts', 'rules']],
      secrets: [['sealing'], ['bao', 'kms', 'references']],
    },
  },
  {
    folders: ['oauth', 'organisations', 'permissions', 'records', 'upstream'],
    rooms: {
      oauth: [['metadata'], ['client'], ['tokens'], ['grants']],
      permissions: [['roles', 'rules'], ['decisions']],
    },
  },
  {
    folders: ['credentials', 'identity'],
    rooms: {
      credentials: [['kinds']],
      identity: [['credentials'], ['keys', 'tokens'], ['binding']],
    },
  },
  {
    folders: ['registry', 'search'],
    rooms: { registry: [['diff']] },
  },
  {
    folders: ['connections', 'discovery', 'health'],
    rooms: { health: [['state'], ['history']] },
  },
  {
    folders: ['gateway'],
    rooms: {
      gateway: [
        ['call', 'origin'],
        ['arguments', 'connections', 'log'],
        ['pipeline'],
        ['changes', 'inputs', 'rest', 'watches'],
        ['mcp'],
      ],
    },
  },
  {
    folders: ['administration', 'streams'],
    rooms: { administration: [['keys'], ['roles']] },
  },
  { folders: ['actions'] },
];
