export const permission = {
  description: 'Ask an administrator for this permission.',
  missing: 'Missing permission',
  comesWith: 'Included in the role',
  ask: 'Who can grant it',
  anAdministrator: 'A portal administrator',
  more_one: 'and {{count, number}} more',
  more_other: 'and {{count, number}} more',
  roles: {
    admin: 'Administrator',
    engineer: 'Engineer',
    viewer: 'Viewer',
  },
} as const;
