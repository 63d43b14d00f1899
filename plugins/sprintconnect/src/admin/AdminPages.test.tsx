import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  accessManagePermission,
  auditReadPermission,
  credentialManagePermission,
  type Me,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { renderPage } from '../__testUtils__/renderPage';

const meWith = (permissions: Array<{ name: string }>, more = {}): Me => ({
  caller: { type: 'user', ref: 'user:default/eve' },
  orgId: 'default',
  roles: [],
  permissions: permissions.map(({ name }) => name),
  environments: ['development'],
  stdioEntries: [],
  ...more,
});
const title = (name: string) => screen.findByRole('heading', { name });
const adminTab = () => screen.queryByRole('tab', { name: 'Admin' });

describe('AdminPages', () => {
  it('leads to the first section, from a tab beside the others', async () => {
    renderPage('/admin');
    expect(await title('API keys')).toBeVisible();
    await waitFor(() => expect(adminTab()).toBeVisible());
    for (const name of [
      'API keys',
      'Credentials',
      'Roles',
      'Organisation',
      'Audit',
    ]) {
      expect(screen.getByRole('link', { name })).toBeVisible();
    }
    await userEvent.click(screen.getByRole('link', { name: 'Organisation' }));
    expect(await title('Organisation')).toBeVisible();
  });

  it('keeps the former address of the audit log, with its filters', async () => {
    const { world } = renderPage('/audit?outcome=failure');
    expect(await title('Audit')).toBeVisible();
    await waitFor(() =>
      expect(world.requests).toContainEqual(
        expect.stringMatching(/^GET \/v1\/audit\?outcome=failure/),
      ),
    );
  });

  it('offers an auditor only what an auditor can use', async () => {
    const { world } = renderPage('/admin', {
      me: meWith([auditReadPermission]),
    });
    expect(await title('Organisation')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Audit' })).toBeVisible();
    expect(screen.queryByRole('link', { name: 'API keys' })).toBeNull();
    expect(world.requests.join()).not.toContain('/v1/api-keys');
  });

  it('offers who manages credentials those, and nothing else', async () => {
    const { world } = renderPage('/admin', {
      me: meWith([credentialManagePermission]),
    });
    expect(await title('Credentials')).toBeVisible();
    await waitFor(() => expect(adminTab()).toBeVisible());
    expect(screen.queryByRole('link', { name: 'API keys' })).toBeNull();
    expect(world.requests.join()).not.toContain('/v1/api-keys');
  });

  it.each([
    ['/admin', "You don't have access to the admin pages", 'access.manage'],
    ['/admin/keys', "You don't have access to API keys", 'access.manage'],
    [
      '/admin/credentials',
      "You don't have access to shared credentials",
      'credential.manage',
    ],
    ['/admin/roles', "You don't have access to roles", 'access.manage'],
    ['/admin/audit', "You don't have access to the audit log", 'audit.read'],
  ])(
    'hides the tab from others, and at %s names whom to ask',
    async (path, refused, permission) => {
      const { world } = renderPage(path, {
        me: meWith([serverReadPermission], {
          admins: ['group:default/platform', 'user:default/ada'],
        }),
      });
      expect(await title(refused)).toBeVisible();
      expect(screen.getByText(`sprintconnect.${permission}`)).toBeVisible();
      expect(await screen.findByText('Administrator')).toBeVisible();
      expect(screen.getByText('platform')).toBeVisible();
      expect(screen.getByText('ada')).toBeVisible();
      expect(adminTab()).toBeNull();
      expect(new Set(world.requests)).toEqual(new Set(['GET /v1/me']));
    },
  );

  it('names nobody where it is not for the reader to know', async () => {
    renderPage('/admin/keys', { me: meWith([serverReadPermission]) });
    expect(await screen.findByText('A portal administrator')).toBeVisible();
    expect(screen.queryByText('Administrator')).toBeNull();
  });

  it('opens the portal and says so when nobody knows what the reader may do', async () => {
    const { world } = renderPage('/admin/roles', {
      refusals: new Map([
        ['GET /v1/me', { status: 503, detail: 'No permission service.' }],
      ]),
    });
    expect(await screen.findByText('No permission service.')).toBeVisible();
    expect(screen.getByRole('tab', { name: 'Servers' })).toBeVisible();
    world.refusals.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('button', { name: 'Assign role…' }),
    ).toBeVisible();
  });

  it('offers what the reader may do as soon as that is known after all', async () => {
    const { world } = renderPage('/servers', {
      refusals: new Map([['GET /v1/me', { status: 503 }]]),
    });
    expect(await screen.findByRole('tab', { name: 'Servers' })).toBeVisible();
    expect(adminTab()).toBeNull();
    world.refusals.clear();
    await waitFor(() => expect(adminTab()).toBeVisible());
  });

  it('notices without reload that the reader was given a role', async () => {
    const { world, signals } = renderPage('/admin/keys', {
      me: meWith([serverReadPermission]),
    });
    expect(await title("You don't have access to API keys")).toBeVisible();
    world.me = meWith([accessManagePermission]);
    signals.send({ type: 'access.roles.changed' });
    expect(
      await screen.findByRole('button', { name: 'Create key' }),
    ).toBeVisible();
    const asked = world.requests.filter(each => each === 'GET /v1/me');
    expect(asked).toHaveLength(2);
  });
});

describe('OrganisationPage', () => {
  it('says what the organisation is, what it holds and what the reader is in it', async () => {
    renderPage('/admin/organisation');
    expect(await screen.findByText('Acme')).toBeVisible();
    expect(screen.getByRole('region', { name: 'Contents' })).toHaveTextContent(
      /6API keys6Role assignments/,
    );
    const you = screen.getByRole('region', { name: 'Your access' });
    expect(you).toHaveTextContent('guest');
    expect(you).toHaveTextContent('Administrator');
    expect(you).toHaveTextContent('11 of 11 permissions');
  });

  it('says what went wrong, and tries again', async () => {
    const { world } = renderPage('/admin/organisation', {
      refusals: new Map([
        ['GET /v1/organization', { status: 503, detail: 'No database.' }],
      ]),
    });
    expect(await screen.findByText('No database.')).toBeVisible();
    world.refusals.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Acme')).toBeVisible();
  });
});
