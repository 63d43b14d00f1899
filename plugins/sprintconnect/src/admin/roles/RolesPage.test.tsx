import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { MockWorld } from '../../../dev/mockWorld';
import { idOf } from '../../../dev/moments';
import { renderPage } from '../../__testUtils__/renderPage';

const renderRoles = (changes: Partial<MockWorld> = {}) =>
  renderPage('/admin/roles', changes);
const grid = async () =>
  (await screen.findAllByRole('grid'))[0] ?? document.body;
const row = async (name: RegExp) =>
  within(await grid()).findByRole('row', { name });
const openForm = async () => {
  await userEvent.click(
    await screen.findByRole('button', { name: 'Assign role…' }),
  );
  return screen.findByRole('dialog');
};

describe('RolesPage', () => {
  it('lists who has which role, and where from', async () => {
    renderRoles();
    expect(await row(/Everyone/)).toHaveTextContent(/Viewer.*Configuration/);
    expect(await row(/data/)).toHaveTextContent(/Group.*Engineer.*Portal.*ada/);
    await waitFor(async () =>
      expect(await row(/Health dashboard/)).toHaveTextContent(
        /API key.*Viewer/,
      ),
    );
    expect(await row(/research-17/)).toHaveTextContent('Agent');
    const fixed = await row(/platform/);
    expect(fixed).toHaveTextContent('Administrator');
    expect(fixed).toHaveTextContent('Set in app-config');
    expect(within(fixed).queryByRole('button', { name: /^Remove/ })).toBeNull();
  });

  it('narrows by words and by role, and says when nobody matches', async () => {
    const { world } = renderRoles();
    await row(/data/);
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search by name' }),
      'nobody',
    );
    expect(await screen.findByText('No matching assignments')).toBeVisible();
    expect(world.requests).toContainEqual(expect.stringMatching(/q=nobody/));
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await row(/data/)).toBeVisible();
  });

  it('keeps the blank between two words, however slowly they are typed', async () => {
    const { world } = renderRoles();
    await row(/data/);
    const box = screen.getByRole('searchbox', { name: 'Search by name' });
    await userEvent.type(box, 'team ');
    await waitFor(() =>
      expect(world.requests).toContainEqual(expect.stringMatching(/q=team&/)),
    );
    await userEvent.type(box, 'a');
    expect(box).toHaveValue('team a');
  });

  it('tells groups of the same name apart', async () => {
    renderRoles({
      roleBindings: ['default', 'partners'].map((namespace, index) => ({
        id: idOf(7110 + index),
        subject: `group:${namespace}/data`,
        role: 'engineer',
        source: 'portal',
      })),
    });
    expect(await row(/partners\/data/)).toBeVisible();
    expect(
      screen
        .getAllByRole('button', { name: /^Remove the role Engineer/ })
        .map(each => each.getAttribute('aria-label')),
    ).toEqual([
      'Remove the role Engineer from data',
      'Remove the role Engineer from partners/data',
    ]);
  });

  it('gives a group a role by its reference', async () => {
    const { world } = renderRoles();
    const form = await openForm();
    const submit = within(form).getByRole('button', { name: 'Assign role' });
    await userEvent.click(submit);
    expect(
      await within(form).findByText(/Enter a reference such as/),
    ).toBeVisible();
    await userEvent.type(
      within(form).getByRole('combobox', { name: /User or group/ }),
      'group:team-a',
    );
    await userEvent.tab();
    await userEvent.click(
      within(form).getByRole('radio', { name: /Engineer/ }),
    );
    await userEvent.click(submit);
    await waitFor(() =>
      expect(world.roleBindings.at(-1)).toMatchObject({
        subject: 'group:team-a',
        role: 'engineer',
      }),
    );
  });

  it('gives a role to everyone, and warns of making everyone an administrator', async () => {
    const { world } = renderRoles();
    const form = await openForm();
    await userEvent.click(
      within(form).getByRole('radio', { name: 'Everyone' }),
    );
    expect(form).toHaveTextContent('including future users');
    await userEvent.click(
      within(form).getByRole('radio', { name: /Administrator/ }),
    );
    expect(form).toHaveTextContent('makes everyone an administrator');
    await userEvent.click(
      within(form).getByRole('button', { name: 'Assign role' }),
    );
    await waitFor(() =>
      expect(world.roleBindings.at(-1)).toMatchObject({
        subject: '*',
        role: 'admin',
      }),
    );
  });

  it('takes a role after asking', async () => {
    const { world, signals } = renderRoles();
    await row(/data/);
    await userEvent.click(
      screen.getByRole('button', {
        name: 'Remove the role Engineer from data',
      }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('every member of the group');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Remove role' }),
    );
    await waitFor(() => expect(world.roleBindings).toHaveLength(5));
    signals.send({ type: 'access.roles.changed' });
    await waitFor(async () =>
      expect(
        within(await grid()).queryByRole('row', { name: /data/ }),
      ).toBeNull(),
    );
  });

  it('says why the last administrator cannot go', async () => {
    const { world } = renderRoles({
      refusals: new Map([
        [
          'DELETE /v1/role-bindings/:id',
          { status: 409, detail: 'This is the last admin.' },
        ],
      ]),
    });
    await row(/guest/);
    await userEvent.click(
      screen.getByRole('button', {
        name: 'Remove the role Administrator from guest',
      }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('You may lose access to this page.');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Remove role' }),
    );
    expect(await screen.findByText('This is the last admin.')).toBeVisible();
    expect(world.roleBindings).toHaveLength(6);
  });

  it('says what each role may do, as it is decided', async () => {
    renderRoles();
    const table = await screen.findByRole('table', {
      name: 'Permissions by role',
    });
    const says = (name: RegExp) =>
      within(within(table).getByRole('row', { name }))
        .getAllByRole('cell')
        .map(each => each.textContent);
    expect(says(/server\.read/)).toEqual(['Yes', 'Yes', 'Yes']);
    expect(says(/server\.update/)).toEqual(['No', 'Own only', 'Yes']);
    expect(says(/access\.manage/)).toEqual(['No', 'No', 'Yes']);
    expect(says(/capability\.use/)).toEqual(['No', 'Yes', 'Yes']);
    expect(within(table).getAllByRole('row')).toHaveLength(12);
  });

  it('says what went wrong, and tries again', async () => {
    const { world } = renderRoles({
      refusals: new Map([
        ['GET /v1/role-bindings', { status: 503, detail: 'No database.' }],
      ]),
    });
    expect(await screen.findByText('No database.')).toBeVisible();
    world.refusals.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await row(/data/)).toBeVisible();
  });

  it('says that nobody has a role yet', async () => {
    renderRoles({ roleBindings: [] });
    expect(await screen.findByText('No roles assigned yet')).toBeVisible();
  });
});
