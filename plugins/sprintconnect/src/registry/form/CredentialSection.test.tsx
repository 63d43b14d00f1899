import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { credentialManagePermission } from '@sprintconnect/plugin-sprintconnect-common';
import { administrator } from '../../../dev/access';
import type { MockWorld } from '../../../dev/mockWorld';
import { paste } from '../../__testUtils__/paste';
import { renderPage } from '../../__testUtils__/renderPage';

const engineer = {
  ...administrator,
  roles: ['engineer'],
  permissions: administrator.permissions.filter(
    each => each !== credentialManagePermission.name,
  ),
};

async function renderForm(changes: Partial<MockWorld> = {}) {
  const page = renderPage('/servers/register', changes);
  await screen.findByRole('form', { name: 'Register a server' });
  const sent = jest.spyOn(page.client, 'registerServer');
  const tried = jest.spyOn(page.client, 'testServer');
  return { ...page, sent, tried };
}

const text = (name: RegExp) => screen.getByRole('textbox', { name });
const secret = (name: RegExp) => screen.getByLabelText(name);
const press = (name: string | RegExp) =>
  userEvent.click(screen.getByRole('button', { name }));
const choose = (name: string) =>
  userEvent.click(screen.getByRole('radio', { name }));
const pick = async (field: RegExp, option: string) => {
  await press(field);
  await userEvent.click(await screen.findByRole('option', { name: option }));
};
const fill = async (url = 'https://vault.example.com/mcp') => {
  await paste(text(/^Name/), 'vault-two');
  await paste(text(/^URL/), url);
};
const enter = async (type?: string) => {
  await choose('Enter a credential');
  if (type) await pick(/Type$/, type);
};

describe('CredentialSection', () => {
  it('asks for nothing by default, and sends nothing', async () => {
    const { sent } = await renderForm();
    expect(screen.getByRole('radio', { name: 'None' })).toBeChecked();
    await fill();
    await press('Register server');
    await waitFor(() => expect(sent).toHaveBeenCalled());
    expect(sent.mock.calls[0][0]).not.toHaveProperty('credential');
    expect(sent.mock.calls[0][0]).not.toHaveProperty('credentialRef');
  });

  it('hides a token while it is typed, and keeps browsers from remembering it', async () => {
    await renderForm();
    await enter();
    expect(secret(/^Token/)).toHaveAttribute('type', 'password');
    expect(secret(/^Token/)).toHaveAttribute('autocomplete', 'off');
    expect(secret(/^Token/)).toHaveValue('');
  });

  it('sends a bearer token with the registration, and shows it nowhere after that', async () => {
    const { sent, world } = await renderForm();
    await fill();
    await enter();
    await paste(secret(/^Token/), 'marked-secret');
    await press('Register server');
    expect(
      await screen.findByRole('region', { name: 'Credential' }),
    ).toBeVisible();
    expect(sent.mock.calls[0][0]).toMatchObject({
      credential: { type: 'bearer', secret: 'marked-secret' },
    });
    expect(document.body.innerHTML).not.toContain('marked-secret');
    expect(JSON.stringify(world)).not.toContain('marked-secret');
    expect(JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))
      .not //
      .toContain('marked-secret');
  });

  it('takes each type with what it needs', async () => {
    const { sent } = await renderForm();
    await fill();
    await enter('Header');
    await paste(text(/^Header name/), 'X-API-Key');
    await userEvent.type(secret(/^Value/), 'one');
    await pick(/Type$/, 'User name and password');
    await userEvent.type(text(/^User name/), 'ada');
    await userEvent.type(secret(/^Password/), 'two');
    // Nothing is lost between types, and nothing of another type is sent.
    await pick(/Type$/, 'Header');
    expect(text(/^Header name/)).toHaveValue('X-API-Key');
    await pick(/Type$/, 'User name and password');
    await press('Register server');
    await waitFor(() => expect(sent).toHaveBeenCalled());
    expect(sent.mock.calls[0][0].credential).toEqual({
      type: 'basic',
      username: 'ada',
      password: 'two',
    });
  });

  it('takes a certificate and its key from files or pasted', async () => {
    const { sent } = await renderForm();
    const pem = (kind: string) =>
      `-----BEGIN ${kind}-----\nabc\n-----END ${kind}-----\n`;
    await fill();
    await enter('Client certificate');
    const [file] = document.querySelectorAll<HTMLElement>('input[type=file]');
    const crt = new File([pem('CERTIFICATE')], 'tls.crt');
    Object.assign(crt, { text: async () => pem('CERTIFICATE') });
    await userEvent.upload(file, crt);
    expect(await screen.findByText('tls.crt loaded.')).toBeVisible();
    await paste(text(/^Private key/), pem('PRIVATE KEY'));
    await press('Register server');
    await waitFor(() => expect(sent).toHaveBeenCalled());
    expect(sent.mock.calls[0][0].credential).toEqual({
      type: 'mtls',
      certificate: pem('CERTIFICATE').trim(),
      privateKey: pem('PRIVATE KEY').trim(),
    });
  });

  it('refuses a file that is no certificate, without reading it', async () => {
    await renderForm();
    await enter('Client certificate');
    const [file] = document.querySelectorAll<HTMLElement>('input[type=file]');
    const large = new File(['x'.repeat(70_000)], 'disk.img');
    const read = jest.fn();
    Object.assign(large, { text: read });
    await userEvent.upload(file, large);
    expect(
      await screen.findByText(/too large for a certificate/),
    ).toBeVisible();
    expect(read).not.toHaveBeenCalled();
  });

  it('takes OAuth client credentials, with a secret or with a key', async () => {
    const { sent } = await renderForm();
    await fill();
    await enter('OAuth client credentials');
    await paste(text(/^Issuer URL/), 'https://login.example.com');
    await userEvent.type(text(/^Client ID/), 'app');
    await pick(/Client authentication$/, 'Signed with a key (private_key_jwt)');
    await paste(text(/^Private key/), '{{"kty":"EC"}');
    await paste(text(/^Scopes/), 'read write');
    await press('Register server');
    await waitFor(() => expect(sent).toHaveBeenCalled());
    expect(sent.mock.calls[0][0].credential).toEqual({
      type: 'oauth-client-credentials',
      issuer: 'https://login.example.com',
      clientId: 'app',
      clientAuthentication: 'private_key_jwt',
      privateKey: '{{"kty":"EC"}',
      scopes: ['read', 'write'],
    });
  });

  it('names a shared credential of those that fit the environment', async () => {
    const { sent } = await renderForm();
    await fill();
    await choose('Use a shared credential');
    await press('Register server');
    expect(
      await screen.findByText('Choose a shared credential.'),
    ).toBeVisible();
    expect(sent).not.toHaveBeenCalled();
    await press(/Shared credential/);
    const names = (await screen.findAllByRole('option')).map(
      each => each.textContent,
    );
    // The first is for servers in production only.
    expect(names).toEqual([
      'legacy-gateway · User name and password',
      'partner-certificate · Client certificate',
      'weather-token · Bearer token',
    ]);
    await userEvent.click(screen.getByRole('option', { name: /weather/ }));
    await press('Register server');
    await waitFor(() => expect(sent).toHaveBeenCalled());
    expect(sent.mock.calls[0][0]).toMatchObject({
      credentialRef: 'weather-token',
    });
    expect(sent.mock.calls[0][0]).not.toHaveProperty('credential');
  });

  it('says that nothing is shared, and what went wrong', async () => {
    const { world } = await renderForm({
      refusals: new Map([
        ['GET /v1/credentials', { status: 503, detail: 'No database.' }],
      ]),
    });
    await choose('Use a shared credential');
    expect(await screen.findByText('No database.')).toBeVisible();
    world.refusals.clear();
    world.credentials = [];
    await press('Try again');
    expect(
      await screen.findByText(/There's no shared credential/),
    ).toBeVisible();
  });

  it('says where a secret is kept, for who may', async () => {
    const { sent } = await renderForm();
    await fill();
    await enter();
    await press(/Advanced Expiry, rotation reminder, secret/);
    await userEvent.click(
      screen.getByRole('switch', { name: 'The secret is kept elsewhere' }),
    );
    await paste(text(/^Token \(reference\)/), 'file:vault/token');
    await userEvent.type(text(/^Remind to rotate/), '30');
    await press('Register server');
    await waitFor(() => expect(sent).toHaveBeenCalled());
    expect(sent.mock.calls[0][0].credential).toEqual({
      type: 'bearer',
      secret: { ref: 'file:vault/token' },
      rotateEveryDays: 30,
    });
  });

  it('offers nobody else to say where a secret is kept', async () => {
    await renderForm({ me: engineer });
    await enter();
    await press(/Advanced Expiry, rotation reminder$/);
    expect(screen.getByText('Remind to rotate every (days)')).toBeVisible();
    expect(screen.queryByRole('switch', { name: /kept elsewhere/ })).toBeNull();
  });

  it('sends nothing while the credential has faults, and unfolds them', async () => {
    const { world } = await renderForm();
    await fill();
    await enter();
    await press(/^Advanced/);
    await userEvent.type(text(/^Remind to rotate/), '0');
    await press(/^Advanced/);
    await press('Register server');
    expect(await screen.findByText('Token is required.')).toBeVisible();
    expect(
      screen.getByText(/must be a whole number from 1 to 3650/),
    ).toBeVisible();
    await waitFor(() => expect(secret(/^Token/)).toHaveFocus());
    expect(world.requests.join()).not.toContain('POST');
  });

  it('puts what the server finds at its field and keeps what was typed', async () => {
    await renderForm({
      refusals: new Map([
        [
          'POST /v1/servers',
          {
            status: 400,
            detail: 'The request has 2 faults.',
            errors: [
              { path: 'credential.name', message: "can't carry a credential" },
              { path: 'credential.secret', message: "isn't allowed here" },
            ],
          },
        ],
      ]),
    });
    await fill();
    await enter('Header');
    await paste(text(/^Header name/), 'X-Odd');
    await userEvent.type(secret(/^Value/), 'abc');
    await press('Register server');
    expect(
      await screen.findByText("Header name can't carry a credential."),
    ).toBeVisible();
    expect(screen.getByText("Value isn't allowed here.")).toBeVisible();
    expect(secret(/^Value/)).toHaveValue('abc');
    expect(text(/^Header name/)).toBeInvalid();
    await userEvent.type(secret(/^Value/), 'd');
    expect(screen.queryByText("Value isn't allowed here.")).toBeNull();
  });

  it('puts a fault of the whole where the credential is chosen', async () => {
    await renderForm({
      refusals: new Map([
        [
          'POST /v1/servers',
          {
            status: 422,
            detail: 'No.',
            errors: [{ path: 'credential', message: 'needs https' }],
          },
        ],
      ]),
    });
    await fill();
    await enter();
    await userEvent.type(secret(/^Token/), 'abc');
    await press('Register server');
    expect(await screen.findByText('Credential needs https.')).toBeVisible();
  });

  it('leads from a test that asks for a login to the credential, and tests with it', async () => {
    const { tried, world } = await renderForm();
    const before = world.servers.length;
    await fill();
    await press('Test connection');
    expect(await screen.findByText(/asks for a login/)).toBeVisible();
    await press('Add credential');
    expect(
      screen.getByRole('radio', { name: 'Enter a credential' }),
    ).toBeChecked();
    expect(screen.queryByText(/asks for a login \(HTTP 401/)).toBeNull();
    await press('Test connection');
    expect(await screen.findByText('Token is required.')).toBeVisible();
    expect(tried).toHaveBeenCalledTimes(1);
    await paste(secret(/^Token/), 'wrong');
    await press('Test connection');
    expect(await screen.findByText(/rejects the credential/)).toBeVisible();
    await userEvent.clear(secret(/^Token/));
    await paste(secret(/^Token/), 'right');
    expect(screen.queryByText(/rejects the credential/)).toBeNull();
    await press('Test connection');
    expect(await screen.findByText('Connected')).toBeVisible();
    expect(tried.mock.calls.at(-1)![0]).toMatchObject({
      credential: { type: 'bearer', secret: 'right' },
    });
    expect(world.servers).toHaveLength(before);
  });

  it('asks for none of a process, and sends none', async () => {
    const { sent } = await renderForm();
    await enter();
    await userEvent.type(secret(/^Token/), 'abc');
    const remote = within(screen.getByRole('group', { name: 'Remote 1' }));
    await userEvent.click(remote.getByRole('button', { name: /Transport/ }));
    await userEvent.click(await screen.findByRole('option', { name: /stdio/ }));
    expect(screen.getByText(/don't take a credential/)).toBeVisible();
    await paste(text(/^Name/), 'memory-two');
    await press('Register server');
    await waitFor(() => expect(sent).toHaveBeenCalled());
    expect(sent.mock.calls[0][0]).not.toHaveProperty('credential');
  });
});
