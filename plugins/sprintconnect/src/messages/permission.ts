export const permission = {
  description: 'Ask an administrator for this permission.',
  missing: 'Missing permission',
  comesWith: 'Included in the role',
  ask: 'Who can grant it',
  anAdministrator: 'A portal administrator',
  more_one: 'and {{count}} more',
  more_other: 'and {{count}} more',
  roles: {
    admin: 'Administrator',
    engineer: 'Engineer',
    viewer: 'Viewer',
  },
} as const;
