import type { Entity } from '@backstage/catalog-model';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import { screen, waitFor } from '@testing-library/react';
import { weather } from '../../../dev/fixtures';
import type { MockWorld } from '../../../dev/mockWorld';
import { renderPage } from '../../__testUtils__/renderPage';

const template = (type: string): Entity => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: type, namespace: 'default' },
  spec: { type },
});
const ours = [template('service'), template('mcp-server')];
const viewer: MockWorld['me'] = {
  caller: { type: 'user', ref: 'user:default/viewer' },
  orgId: 'default',
  roles: ['viewer'],
  permissions: ['sprintconnect.server.read'],
  environments: ['development'],
  stdioEntries: [],
};

function render(
  changes: Partial<MockWorld>,
  portal: {
    entities?: Entity[];
    withScaffolder?: boolean;
    catalogIsAway?: boolean;
  } = {},
) {
  const { entities = ours, withScaffolder = true } = portal;
  const catalog = catalogApiMock({ entities });
  const asked = jest.spyOn(catalog, 'queryEntities');
  if (portal.catalogIsAway) asked.mockRejectedValue(new Error('Away'));
  return {
    asked,
    ...renderPage('/servers', changes, {
      catalog,
      features: withScaffolder ? [scaffolderPlugin] : [],
    }),
  };
}

const TEMPLATES = '/create/templates?filters%5Btype%5D=mcp-server';

describe('the ways to another server', () => {
  it('lead to the templates that make servers, and to the form', async () => {
    render({ servers: [weather] });
    expect(
      await screen.findByRole('link', { name: 'New server' }),
    ).toHaveAttribute('href', TEMPLATES);
    expect(
      await screen.findByRole('link', { name: 'Register server' }),
    ).toHaveAttribute('href', '/sprintconnect/servers/register');
  });

  it('are in the empty state, too', async () => {
    render({ servers: [] });
    expect(await screen.findByText('Use a template')).toBeVisible();
    const links = screen.getAllByRole('link', { name: 'New server' });
    expect(links).toHaveLength(2);
    for (const link of links) expect(link).toHaveAttribute('href', TEMPLATES);
  });

  it('have templates for who may not register', async () => {
    render({ servers: [weather], me: viewer });
    expect(
      await screen.findByRole('link', { name: 'New server' }),
    ).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Register server' })).toBeNull();
  });

  it('have no templates where none makes servers', async () => {
    const { asked } = render(
      { servers: [] },
      { entities: [template('service')] },
    );
    await screen.findAllByRole('link', { name: 'Register server' });
    await waitFor(() => expect(asked).toHaveBeenCalled());
    expect(screen.queryByRole('link', { name: 'New server' })).toBeNull();
    expect(screen.queryByText('Use a template')).toBeNull();
  });

  it('have no templates in a portal without the scaffolder, and ask for none', async () => {
    const { asked } = render({ servers: [] }, { withScaffolder: false });
    await screen.findAllByRole('link', { name: 'Register server' });
    expect(screen.queryByRole('link', { name: 'New server' })).toBeNull();
    expect(asked).not.toHaveBeenCalledWith(
      expect.objectContaining({
        filter: { kind: 'template', 'spec.type': 'mcp-server' },
      }),
    );
  });

  it('have no templates while the catalog does not answer', async () => {
    const { asked } = render({ servers: [weather] }, { catalogIsAway: true });
    await screen.findByRole('link', { name: 'Register server' });
    await waitFor(() => expect(asked).toHaveBeenCalled());
    expect(screen.queryByRole('link', { name: 'New server' })).toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
