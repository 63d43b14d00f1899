import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { connections, linkId, LOGIN_URL } from '../../dev/connections';
import type { MockWorld } from '../../dev/mockWorld';
import { renderPage } from '../__testUtils__/renderPage';
import { leaveFor } from './leaveFor';
import { rememberWayBack } from './wayBack';

// Tests have no browser that could leave the page.
jest.mock('./leaveFor', () => ({ leaveFor: jest.fn() }));

const left = jest.mocked(leaveFor);
const [used, ended] = connections;
const posted = ({ requests }: MockWorld, path = '') =>
  requests.filter(each =>
    each.startsWith(`POST /v1/connections/logins${path}`),
  );

beforeEach(() => {
  left.mockReset();
  window.sessionStorage.clear();
});

async function choose(name: string, action: string) {
  await userEvent.click(
    await screen.findByRole('button', { name: `Actions for ${name}` }),
  );
  await userEvent.click(await screen.findByRole('menuitem', { name: action }));
}

const nameOf = ({ server }: (typeof connections)[number]) =>
  server.title ?? server.name;

describe('ConnectionsPage', () => {
  it('has the accounts of the reader, each with its state', async () => {
    renderPage('/connections');
    expect(await screen.findByText('3 accounts')).toBeInTheDocument();
    expect(
      screen.getByRole('tab', { name: 'Connected accounts' }),
    ).toBeVisible();
    const link = await screen.findByRole('link', { name: nameOf(used) });
    expect(link).toHaveAttribute(
      'href',
      `/sprintconnect/servers/${used.server.id}`,
    );
    const row = (connection: typeof used) =>
      screen.getByRole('row', { name: new RegExp(nameOf(connection)) });
    expect(row(used)).toHaveTextContent(/Connected/);
    expect(row(used)).toHaveTextContent('login.example.com');
    expect(row(ended)).toHaveTextContent(/Ended/);
    expect(row(connections[2])).toHaveTextContent('Never used');
  });

  it('says what accounts are for where there is none', async () => {
    renderPage('/connections', { connections: [] });
    expect(await screen.findByText('No connected accounts yet')).toBeVisible();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says what went wrong', async () => {
    renderPage('/connections', {
      refusals: new Map([
        [
          'GET /v1/connections',
          { status: 403, title: 'Forbidden', detail: 'Only people have some.' },
        ],
      ]),
    });
    expect(await screen.findByText('Only people have some.')).toBeVisible();
  });

  it('connects an account again, and remembers where that began', async () => {
    const { world } = renderPage('/connections');
    await choose(nameOf(ended), 'Connect again');
    await waitFor(() => expect(left).toHaveBeenCalledWith(LOGIN_URL));
    expect(posted(world)).toHaveLength(1);
    expect(Object.values(window.sessionStorage)).toEqual([
      '/sprintconnect/connections',
    ]);
  });

  it('shows why a login cannot begin', async () => {
    renderPage('/connections', {
      refusals: new Map([
        [
          'POST /v1/connections/logins',
          { status: 502, title: 'No login', detail: 'The issuer is another.' },
        ],
      ]),
    });
    await choose(nameOf(ended), 'Connect again');
    expect(await screen.findByText('The issuer is another.')).toBeVisible();
    expect(left).not.toHaveBeenCalled();
    expect(window.sessionStorage).toHaveLength(0);
  });

  it('disconnects an account after asking', async () => {
    const { world } = renderPage('/connections');
    await choose(nameOf(used), 'Disconnect…');
    expect(world.connections).toHaveLength(3);
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Disconnect' }),
    );
    expect(
      await screen.findByText(/login.example.com confirmed/),
    ).toBeInTheDocument();
    expect(await screen.findByText('2 accounts')).toBeInTheDocument();
    expect(world.connections.map(({ id }) => id)).not.toContain(used.id);
  });

  it('says what is left to do where the authorization server confirmed nothing', async () => {
    renderPage('/connections', { revokes: false });
    await choose(nameOf(used), 'Disconnect…');
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Disconnect',
      }),
    );
    expect(
      await screen.findByText(/log in at login.example.com and remove/),
    ).toBeVisible();
    await userEvent.click(screen.getByText('Close'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('asks again when an account changed', async () => {
    const { world, signals } = renderPage('/connections', { connections: [] });
    expect(await screen.findByText('No connected accounts yet')).toBeVisible();
    world.connections = [used];
    signals.send({ type: 'connection.changed', serverId: used.server.id });
    expect(await screen.findByText('1 account')).toBeInTheDocument();
  });
});

describe('LinkPage', () => {
  it('says which server asks, and leads on to the login', async () => {
    const { world } = renderPage(`/connections/links/${linkId}`);
    const panel = await screen.findByRole('region', {
      name: `${nameOf(used)} asks you to log in`,
    });
    expect(posted(world)).toEqual([]);
    await userEvent.click(
      within(panel).getByRole('button', { name: 'Continue' }),
    );
    await waitFor(() => expect(left).toHaveBeenCalledWith(LOGIN_URL));
    expect(posted(world)).toHaveLength(1);
  });

  it('says plainly that a link is not for the reader, or has ended', async () => {
    renderPage(`/connections/links/${'x'.repeat(43)}`);
    expect(
      await screen.findByText("This link isn't for you, or it has ended"),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Continue' })).toBeNull();
  });
});

describe('FinishPage', () => {
  const CODE = '?code=one-time-code&state=s';

  it('sends on what came back once, and leads back to where it began', async () => {
    rememberWayBack('/sprintconnect/servers/1/try/tool?name=x');
    const { world } = renderPage(`/connections/finish${CODE}`);
    expect(
      await screen.findByText(`Your account on ${nameOf(used)} is connected`),
    ).toBeVisible();
    expect(posted(world, '/finish')).toHaveLength(1);
    expect(screen.getByRole('link', { name: 'Go back' })).toHaveAttribute(
      'href',
      '/sprintconnect/servers/1/try/tool?name=x',
    );
    expect(document.body.innerHTML).not.toContain('one-time-code');
  });

  it('leads to the server where it is not known where it began', async () => {
    rememberWayBack('//evil.example.com');
    renderPage(`/connections/finish${CODE}&again=1`);
    expect(
      await screen.findByRole('link', { name: 'Go back' }),
    ).toHaveAttribute('href', `/sprintconnect/servers/${used.server.id}`);
  });

  it('says in words why there is no account', async () => {
    const { world } = renderPage(
      '/connections/finish?error=access_denied&state=s',
    );
    expect(
      await screen.findByText(
        'The login page answered that access was denied.',
      ),
    ).toBeVisible();
    expect(posted(world, '/finish')).toHaveLength(1);
  });

  it('sends nothing where nothing came back', async () => {
    const { world } = renderPage('/connections/finish');
    expect(await screen.findByText('There is nothing to finish')).toBeVisible();
    expect(posted(world)).toEqual([]);
  });
});
