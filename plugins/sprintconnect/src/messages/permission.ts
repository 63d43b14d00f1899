export const permission = {
  description:
    'Somebody who administers this portal decides who may. This is what to ask for:',
  missing: 'Missing permission',
  comesWith: 'Comes with the role',
  ask: 'Who can grant it',
  anAdministrator: 'An administrator of this portal',
  more_one: 'and {{count}} more',
  more_other: 'and {{count}} more',
  roles: {
    admin: 'Administrator',
    engineer: 'Engineer',
    viewer: 'Viewer',
  },
} as const;
