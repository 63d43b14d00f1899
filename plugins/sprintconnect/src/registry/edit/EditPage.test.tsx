import type { Entity } from '@backstage/catalog-model';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { everything, idOf, serverOf, weather } from '../../../dev/fixtures';
import type { MockWorld } from '../../../dev/mockWorld';
import { renderPage } from '../../__testUtils__/renderPage';

async function renderEdit(changes: Partial<MockWorld> = {}) {
  const page = renderPage(`/servers/${weather.id}/edit`, changes);
  await screen.findByRole('form', { name: 'Edit server' });
  return page;
}

const field = (name: RegExp) =>
  screen.queryByRole('combobox', { name }) ??
  screen.getByRole('textbox', { name });
const write = async (name: RegExp, text: string) => {
  await userEvent.clear(field(name));
  await userEvent.type(field(name), text);
};
const save = () =>
  userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
const server = (world: MockWorld) =>
  world.servers.find(({ id }) => id === weather.id)!;
const patches = (world: MockWorld) =>
  world.requests.filter(each => each.startsWith('PATCH'));

describe('EditPage', () => {
  it('opens from the page of the server, and saves what was changed and nothing else', async () => {
    const { world } = renderPage(`/servers/${weather.id}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
    await screen.findByRole('form', { name: 'Edit server' });
    expect(field(/^Title/)).toHaveValue('Weather');
    expect(field(/^Owner/)).toHaveValue('group:default/platform');
    expect(screen.queryByRole('textbox', { name: /^Name/ })).toBeNull();
    await write(/^Title/, 'Forecasts');
    await userEvent.clear(field(/^System/));
    await userEvent.tab();
    await userEvent.clear(field(/^Tags/));
    await save();
    expect(
      await screen.findByRole('heading', { name: 'Forecasts' }),
    ).toBeVisible();
    expect(server(world)).toMatchObject({
      title: 'Forecasts',
      tags: [],
      owner: 'group:default/platform',
      probeIntervalSeconds: 60,
      remotes: weather.remotes,
    });
    expect(server(world)).not.toHaveProperty('system');
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Edit' })).toHaveFocus(),
    );
  });

  it('keeps the headers of a remote, and shows their names', async () => {
    const headers = { 'X-Region': 'north' };
    const [remote] = weather.remotes;
    const { world } = await renderEdit({
      servers: [{ ...weather, remotes: [{ ...remote, headers } as never] }],
    });
    expect(screen.getByText('Sent with each request: X-Region')).toBeVisible();
    await write(/^URL/, 'https://new.example.com/mcp');
    await save();
    await waitFor(() =>
      expect(server(world).remotes).toEqual([
        { ...remote, url: 'https://new.example.com/mcp', headers },
      ]),
    );
  });

  it('says what is wrong with an interval, and sends nothing', async () => {
    const { world } = await renderEdit();
    await write(/^Check health/, '4.5');
    await save();
    expect(
      await screen.findByText(/must be a whole number from 5 to 86400/),
    ).toBeVisible();
    expect(patches(world)).toEqual([]);
  });

  it('changes how long the server can take, with units and bounds, and clears it', async () => {
    const { world } = await renderEdit({
      servers: [{ ...weather, probeTimeoutMs: 4_000 }],
    });
    expect(field(/^Health check timeout \(milliseconds\)/)).toHaveValue('4000');
    expect(
      await screen.findByText(/^100 to 60000\. How long connecting can take/),
    ).toBeVisible();
    expect(screen.getByText(/^100 to 45000\. /)).toBeVisible();
    await write(/^Connection timeout \(milliseconds\)/, '99');
    await save();
    expect(
      await screen.findByText(/must be a whole number from 100 to 120000/),
    ).toBeVisible();
    expect(patches(world)).toEqual([]);
    await write(/^Connection timeout/, '30000');
    await userEvent.clear(field(/^Health check timeout/));
    await save();
    await waitFor(() =>
      expect(server(world)).toMatchObject({ connectTimeoutMs: 30_000 }),
    );
    expect(server(world)).not.toHaveProperty('probeTimeoutMs');
  });

  it('changes what calls are held to, field by field, with units and bounds', async () => {
    const { world } = await renderEdit({
      servers: [
        { ...weather, calls: { timeoutMs: 90_000, outputSchema: 'strict' } },
      ],
    });
    expect(field(/^Call timeout \(milliseconds\)/)).toHaveValue('90000');
    expect(
      await screen.findByText(/^1000 to 600000\. How long one call can take/),
    ).toBeVisible();
    expect(
      screen.getByText(/^1024 to 16777216\. The call fails/),
    ).toBeVisible();
    await write(/^Result limit \(bytes\)/, '12');
    await save();
    expect(
      await screen.findByText(
        /^Result limit \(bytes\) must be a whole number from 1024 to 67108864/,
      ),
    ).toBeVisible();
    expect(patches(world)).toEqual([]);
    await write(/^Result limit \(bytes\)/, '2048');
    await userEvent.clear(field(/^Call timeout/));
    await userEvent.click(
      screen.getByRole('button', { name: /Results that don't fit/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Pass them on' }),
    );
    await save();
    await waitFor(() =>
      expect(server(world).calls).toEqual({
        resultBytesMax: 2048,
        outputSchema: 'off',
      }),
    );
  });

  it('gives back to the default how results are measured', async () => {
    const { world } = await renderEdit({
      servers: [{ ...weather, calls: { outputSchema: 'strict' } }],
    });
    await userEvent.click(
      screen.getByRole('button', { name: /Results that don't fit/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Default' }),
    );
    await save();
    await waitFor(() => expect(server(world)).not.toHaveProperty('calls'));
  });

  describe('when someone else changed the server', () => {
    const meet = async () => {
      const { world } = await renderEdit();
      await write(/^Title/, 'Mine');
      world.servers = world.servers.map(each =>
        each.id === weather.id
          ? { ...each, title: 'Theirs', lifecycle: 'deprecated', revision: 9 }
          : each,
      );
      await save();
      const alert = await screen.findByRole('alert');
      expect(alert).toHaveTextContent('Someone else changed this server');
      const cells = (name: string) =>
        within(within(alert).getByRole('row', { name: new RegExp(name) }))
          .getAllByRole('cell')
          .map(each => each.textContent);
      expect(cells('Title')).toEqual(['Weather', 'Theirs', 'Mine']);
      expect(cells('Lifecycle')).toEqual([
        'production',
        'deprecated',
        'production',
      ]);
      expect(server(world)).toMatchObject({ title: 'Theirs', revision: 9 });
      return world;
    };

    it('puts the changes of the reader on top, and saves them once they say so', async () => {
      const world = await meet();
      await userEvent.click(
        screen.getByRole('button', { name: 'Keep my changes' }),
      );
      expect(
        await screen.findByText(/applied to the latest version/),
      ).toBeVisible();
      expect(field(/^Title/)).toHaveValue('Mine');
      expect(field(/^Lifecycle/)).toHaveValue('deprecated');
      expect(patches(world)).toHaveLength(1);
      await save();
      await waitFor(() =>
        expect(server(world)).toMatchObject({
          title: 'Mine',
          lifecycle: 'deprecated',
          revision: 10,
        }),
      );
    });

    it('lets the reader go on from theirs', async () => {
      const world = await meet();
      await userEvent.click(
        screen.getByRole('button', { name: 'Discard my changes' }),
      );
      expect(field(/^Title/)).toHaveValue('Theirs');
      await write(/^Title/, 'After theirs');
      await save();
      await waitFor(() =>
        expect(server(world)).toMatchObject({
          title: 'After theirs',
          lifecycle: 'deprecated',
        }),
      );
    });
  });

  it('is left by Escape at once when nothing was changed, and asks otherwise', async () => {
    const { world } = await renderEdit();
    await userEvent.type(field(/^Title/), '!');
    await userEvent.keyboard('{Escape}');
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Cancel' }),
    );
    expect(field(/^Title/)).toHaveValue('Weather!');
    // An Escape that closes a list of choices leaves nothing.
    await userEvent.type(field(/^Owner/), 'x');
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    await userEvent.type(field(/^Owner/), '{Backspace}');
    await userEvent.tab();
    await userEvent.type(field(/^Title/), '{Backspace}');
    await userEvent.keyboard('{Escape}');
    const edit = await screen.findByRole('button', { name: 'Edit' });
    await waitFor(() => expect(edit).toHaveFocus());
    expect(patches(world)).toEqual([]);
  });

  it('shows what the backend refuses at its field', async () => {
    await renderEdit({
      refusals: new Map([
        [
          'PATCH /v1/servers/:id',
          {
            status: 400,
            detail: 'The request has a fault.',
            errors: [{ path: 'owner', message: 'is not in the catalog' }],
          },
        ],
      ]),
    });
    await write(/^Owner/, 'group:default/nobody');
    await userEvent.tab();
    await save();
    expect(
      await screen.findByText('Owner is not in the catalog.'),
    ).toBeVisible();
    expect(field(/^Owner/)).toBeInvalid();
  });

  it('leaves to the catalog what is its own, and leads to where that is changed', async () => {
    const { name } = everything;
    const entity: Entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'API',
      metadata: {
        name,
        annotations: { 'backstage.io/edit-url': 'https://git.example/edit' },
      },
      spec: {},
    };
    const { world } = renderPage(
      `/servers/${everything.id}/edit`,
      {},
      { catalog: catalogApiMock({ entities: [entity] }) },
    );
    await screen.findByRole('form', { name: 'Edit server' });
    expect(screen.queryByRole('textbox', { name: /^Title/ })).toBeNull();
    expect(
      await screen.findByRole('link', { name: /Edit catalog-info.yaml/ }),
    ).toHaveAttribute('href', 'https://git.example/edit');
    await write(/^Refresh tools/, '600');
    await save();
    await waitFor(() =>
      expect(
        world.servers.find(({ id }) => id === everything.id),
      ).toMatchObject({ discoveryIntervalSeconds: 600 }),
    );
  });

  it.each([
    [
      'of another team',
      {
        access: { update: false, discover: false, probe: false, delete: false },
      },
      "You can't edit this server",
    ],
    ['that is retired', { status: 'retired' }, 'This server is retired'],
  ] as const)('shows no form of a server %s', async (_what, given, words) => {
    const other = serverOf({ id: idOf(301), name: 'other', ...given });
    renderPage(`/servers/${other.id}/edit`, { servers: [other] });
    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.queryByRole('form')).toBeNull();
    expect(
      screen.getByRole('link', { name: 'Back to the server' }),
    ).toBeVisible();
  });

  it('says that there is no such server', async () => {
    renderPage(`/servers/${idOf(999)}/edit`);
    expect(await screen.findByText('Server not found')).toBeVisible();
  });
});
