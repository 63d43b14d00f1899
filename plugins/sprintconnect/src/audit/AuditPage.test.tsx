import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { auditRecords } from '../../dev/audit';
import type { MockWorld } from '../../dev/mockWorld';
import { renderPage } from '../__testUtils__/renderPage';
import { saidAgo } from '../__testUtils__/saidAgo';
import { saveFile } from '../ui';

jest.mock('../ui/saveFile');

const renderAudit = (query = '', changes: Partial<MockWorld> = {}) =>
  renderPage(`/audit${query}`, changes).world;

const rows = async () =>
  (await screen.findAllByRole('row')).slice(1).map(row => row.textContent);

/** The beginnings of the periods that were asked for. */
const begins = (world: MockWorld) =>
  world.requests
    .filter(each => each.startsWith('GET /v1/audit?'))
    .map(each => new URLSearchParams(each.split('?')[1]).get('from') ?? '');

describe('AuditPage', () => {
  it('lists who did what, newest first, page by page', async () => {
    const { audit } = renderAudit();
    expect(await screen.findByText('1–20 of 46')).toBeVisible();
    await waitFor(async () =>
      expect((await rows())[0]).toMatch(
        new RegExp(`Registered a server.*${saidAgo(audit[0].at)}`),
      ),
    );
    const refused = screen.getAllByRole('row', {
      name: /Request refused/,
    })[0];
    expect(refused).toHaveTextContent("doesn't have the permission");
    expect(refused).toHaveTextContent('Failure');
    await userEvent.click(screen.getByRole('button', { name: /next/i }));
    expect(await screen.findByText('21–40 of 46')).toBeVisible();
  });

  it('takes its filters from the address, and changes them by typing', async () => {
    const world = renderAudit('?outcome=failure&period=h24');
    expect(await screen.findByText('1–7 of 7')).toBeVisible();
    expect(world.requests).toContainEqual(
      expect.stringMatching(/^GET \/v1\/audit\?.*outcome=failure.*from=20/),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await screen.findByText('1–20 of 46')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: /What$/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Retired a server' }),
    );
    expect(await screen.findByText('1–7 of 7')).toBeVisible();
    expect(world.requests.at(-1)).toContain('action=server-retire');
    await userEvent.type(screen.getByRole('textbox', { name: 'Who' }), 'eve');
    expect(await screen.findByText('No matching entries')).toBeVisible();
  });

  it('finds a person by a part of the name, and names the servers', async () => {
    const world = renderAudit();
    await userEvent.type(
      await screen.findByRole('textbox', { name: 'Who' }),
      'Guest',
    );
    await waitFor(() => expect(world.requests.at(-1)).toMatch(/actor=Guest/));
    await waitFor(async () => {
      const found = await rows();
      expect(found.length).toBeGreaterThan(3);
      expect(found.every(each => each?.includes('guest'))).toBe(true);
    });
  });

  it('finds what was done to a server by a part of its name', async () => {
    const world = renderAudit();
    const target = await screen.findByRole('textbox', { name: 'Target' });
    expect(target).toHaveAttribute('placeholder', 'Name or ID');
    await userEvent.type(target, 'harb');
    await waitFor(() => expect(world.requests.at(-1)).toMatch(/target=harb/));
  });

  it.each([
    [
      { target: { type: 'server', id: 'id-1' }, meta: { name: 'harbour' } },
      'Server: harbour',
    ],
    [{ target: { type: 'server', id: 'id-1' }, meta: {} }, 'Server: id-1'],
    [
      {
        target: { type: 'role-binding', id: 'id-1' },
        meta: { role: 'admin', subject: 'user:default/noor' },
      },
      'Role: admin of noor',
    ],
    [{ target: { type: 'audit', id: 'default' } }, 'Audit log'],
    [
      { target: { type: 'action', id: 'list-mcp-servers' } },
      'Action: list-mcp-servers',
    ],
    [{ target: { type: 'thing', id: 'id-1' } }, 'thing: id-1'],
  ])('names the target of %j', async (entry, named) => {
    const [record] = auditRecords;
    renderAudit('', {
      audit: [{ ...record, meta: undefined, action: 'do-new', ...entry }],
    });
    // A newer backend may do what the page has no words for.
    await userEvent.click(await screen.findByRole('row', { name: /do-new/ }));
    expect(await screen.findByRole('dialog')).toHaveTextContent(named);
  });

  it('says by way of what somebody did it', async () => {
    const [record] = auditRecords;
    const actor = 'plugin:mcp-actions';
    renderAudit('', {
      audit: [{ ...record, caller: { ...record.caller, actor } }],
    });
    const row = await screen.findByRole('row', { name: /Registered a server/ });
    expect(row).toHaveTextContent(actor);
    await userEvent.click(row);
    expect(await screen.findByRole('dialog')).toHaveTextContent(
      `Through${actor}`,
    );
  });

  it('goes one page further, however fast the reader clicks', async () => {
    renderAudit();
    expect(await screen.findByText('1–20 of 46')).toBeVisible();
    const next = screen.getByRole('button', { name: /next/i });
    fireEvent.click(next);
    fireEvent.click(next);
    expect(await screen.findByText('21–40 of 46')).toBeVisible();
  });

  it('takes choices that there are not for none', async () => {
    const world = renderAudit('?period=week&outcome=maybe&anonymous=false');
    expect(await screen.findByText('1–20 of 46')).toBeVisible();
    expect(world.requests).toContain('GET /v1/audit?limit=20&count=true');
    expect(screen.queryByRole('button', { name: 'Clear filters' })).toBeNull();
  });

  it('keeps the moment of a period from page to page, and begins anew when refreshed', async () => {
    const world = renderAudit('?period=h24');
    expect(await screen.findByText('1–20 of 46')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: /next/i }));
    expect(await screen.findByText('21–40 of 46')).toBeVisible();
    await waitFor(() => expect(begins(world)).toHaveLength(2));
    expect(begins(world)[1]).toBe(begins(world)[0]);
    await userEvent.click(screen.getByRole('button', { name: /previous/i }));
    await waitFor(() => expect(begins(world)).toHaveLength(3));
    await userEvent.click(screen.getByRole('button', { name: 'Refresh' }));
    await waitFor(() => expect(begins(world)).toHaveLength(4));
    expect(begins(world)[3] > begins(world)[2]).toBe(true);
  });

  it('shows an entry whole, with what can be copied and the way to the server', async () => {
    renderAudit();
    await userEvent.click(
      (await screen.findAllByRole('row', { name: /Requested a refresh/ }))[0],
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Requested a refresh');
    expect(dialog).toHaveTextContent('192.0.2.17');
    expect(dialog).toHaveTextContent('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(dialog).toHaveTextContent('"revision": 1');
    expect(
      within(dialog).getByRole('button', { name: 'Copy Hash' }),
    ).toBeVisible();
    expect(
      within(dialog).getByRole('link', { name: 'Open server' }),
    ).toHaveAttribute(
      'href',
      expect.stringContaining('/sprintconnect/servers/'),
    );
    await userEvent.click(
      within(dialog).getAllByRole('button', { name: 'Close' })[0],
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('exports what the filters let through', async () => {
    const world = renderAudit('?outcome=failure');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Export as CSV' }),
    );
    await waitFor(() =>
      expect(saveFile).toHaveBeenCalledWith(expect.anything(), 'audit.csv'),
    );
    expect(world.requests).toContainEqual(
      'GET /v1/audit/export?outcome=failure&format=csv',
    );
  });

  it('says when an export fails, and keeps the list', async () => {
    renderAudit('', {
      refusals: new Map([
        ['GET /v1/audit/export', { status: 503, detail: 'No database.' }],
      ]),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Export as NDJSON' }),
    );
    expect(await screen.findByText('No database.')).toBeVisible();
    expect(screen.getByText('1–20 of 46')).toBeVisible();
  });

  it('says when nothing has happened yet', async () => {
    renderAudit('', { audit: [] });
    expect(await screen.findByText('No activity yet')).toBeVisible();
  });

  it('says what went wrong, and tries again', async () => {
    const world = renderAudit('', {
      refusals: new Map([
        ['GET /v1/audit', { status: 503, detail: 'No database.' }],
      ]),
    });
    expect(await screen.findByText('No database.')).toBeVisible();
    expect(screen.queryByText('Loading…')).toBeNull();
    world.refusals.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('1–20 of 46')).toBeVisible();
  });

  it('says whom to ask where the backend refuses', async () => {
    renderAudit('', {
      refusals: new Map([['GET /v1/audit', { status: 403, detail: 'no' }]]),
    });
    expect(
      await screen.findByText("You don't have access to the audit log"),
    ).toBeVisible();
    expect(screen.getByText(/sprintconnect\.audit\.read/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /Export/ })).toBeNull();
  });
});
