import type { Entity } from '@backstage/catalog-model';
import type { IdentityApi } from '@backstage/frontend-plugin-api';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPage } from '../../__testUtils__/renderPage';

const entity = (kind: string, name: string, title?: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, title },
  spec: {},
});
const catalog = () =>
  catalogApiMock({
    entities: [
      entity('Group', 'platform', 'Platform team'),
      entity('Group', 'planning'),
      entity('User', 'plato'),
      entity('System', 'plants'),
    ],
  });
const identity = (...ownershipEntityRefs: string[]): IdentityApi => ({
  getBackstageIdentity: async () => ({
    type: 'user',
    userEntityRef: 'user:default/ada',
    ownershipEntityRefs,
  }),
  getCredentials: async () => ({}),
  getProfileInfo: async () => ({}),
  signOut: async () => {},
});

const box = (name: RegExp) => screen.findByRole('combobox', { name });
const options = async () =>
  (await screen.findAllByRole('option')).map(each => each.textContent);

describe('OwnershipFields', () => {
  it('finds groups and users as owners, and takes one by keyboard', async () => {
    renderPage('/servers/register', {}, { catalog: catalog() });
    await userEvent.type(await box(/^Owner/), 'pla');
    await screen.findByRole('option', { name: /user:default\/plato/ });
    const found = await options();
    expect(found).toHaveLength(3);
    expect(found.join()).not.toContain('plants');
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect((await box(/^Owner/)).getAttribute('value')).toMatch(
      /^(group|user):default\/pla/,
    );
  });

  it('finds systems only as systems', async () => {
    renderPage('/servers/register', {}, { catalog: catalog() });
    await userEvent.type(await box(/^System/), 'pla');
    await screen.findByRole('option', { name: /system:default\/plants/ });
    expect(await options()).toHaveLength(1);
  });

  it('offers the lifecycles of Backstage and of other servers, and takes another', async () => {
    const { world } = renderPage('/servers/register');
    world.servers = world.servers.map(each => ({
      ...each,
      lifecycle: 'trial',
    }));
    await userEvent.click(await box(/^Lifecycle/));
    await userEvent.keyboard('{ArrowDown}');
    await screen.findByRole('option', { name: 'trial' });
    expect(await options()).toEqual([
      'experimental',
      'production',
      'deprecated',
      'trial',
    ]);
    await userEvent.type(await box(/^Lifecycle/), 'sunset');
    await userEvent.tab();
    expect(await box(/^Lifecycle/)).toHaveValue('sunset');
  });

  it('begins with a group of the reader', async () => {
    renderPage(
      '/servers/register',
      {},
      { identity: identity('user:default/ada', 'group:default/platform') },
    );
    expect(await box(/^Owner/)).toHaveValue('group:default/platform');
  });

  it('begins empty for who is in no group', async () => {
    renderPage(
      '/servers/register',
      {},
      { identity: identity('user:default/ada') },
    );
    expect(await box(/^Owner/)).toHaveValue('');
  });
});
