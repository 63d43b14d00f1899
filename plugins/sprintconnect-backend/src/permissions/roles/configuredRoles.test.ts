import { configuredRoles } from './configuredRoles';

it('stops the start over subjects of the configuration that are nobody', () => {
  expect(() =>
    configuredRoles({
      admin: ['group:platform', 'platform'],
      engineer: [],
      viewer: ['api-key:x'],
    }),
  ).toThrow(/access\.roles\.admin\.1: "platform".*access\.roles\.viewer\.0/);
  expect(
    configuredRoles({
      admin: ['user:b', 'User:Default/B', 'user:a'],
      engineer: ['user:a'],
      viewer: ['*'],
    }),
  ).toEqual([
    { subject: '*', role: 'viewer' },
    { subject: 'user:default/a', role: 'admin' },
    { subject: 'user:default/a', role: 'engineer' },
    { subject: 'user:default/b', role: 'admin' },
  ]);
});
