/**
 * The import law. Lowest storey first.
 *
 * A folder of src/ may import `ports` and the front door (index.ts) of any folder on a lower storey.
 * Nothing imports up, sideways, or past a front door. The plumbing storey stands behind ports, so only
 * openPlumbing.ts names it. `http` is how routers speak (problems, cursors, preconditions) and
 * `pace` how background work comes again, so they stand below all.
 */
module.exports = [
  { folders: ['http', 'pace'] },
  {
    plumbing: true,
    folders: ['audit', 'egress', 'jobs', 'limits', 'outbox', 'platform'],
  },
  { folders: ['organisations', 'permissions', 'records', 'upstream'] },
  { folders: ['identity'] },
  { folders: ['registry', 'search'] },
  { folders: ['discovery', 'health'] },
  { folders: ['administration', 'streams'] },
];
