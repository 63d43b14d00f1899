import type { Entity } from '@backstage/catalog-model';
import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { weather } from '../../dev/fixtures';
import { serverForm } from '../../dev/mockScaffolder';
import type { MockWorld } from '../../dev/mockWorld';
import { renderScaffolder } from './__testUtils__/renderScaffolder';

/** The form of a template in the scaffolder itself. */
async function renderForm(
  changes: Partial<MockWorld> = {},
  given: { options?: object; entities?: Entity[] } = {},
) {
  const page = renderScaffolder(
    '/templates/default/mcp-server-typescript',
    { servers: [weather], ...changes },
    { parameters: serverForm(given.options), entities: given.entities },
  );
  await screen.findByRole('textbox', { name: /^Name/ });
  return page;
}

const nameField = () => screen.getByRole('textbox', { name: /^Name/ });
const environmentField = () =>
  screen.getByRole('textbox', { name: /^Environment/ });
const fill = async (field: HTMLElement, text: string) => {
  await userEvent.clear(field);
  await userEvent.paste(text);
};
const byName = (requests: string[]) =>
  requests.filter(each => each.includes('/by-name/'));
const verdict = () => screen.getByRole('status');
const onward = () =>
  userEvent.click(screen.getByRole('button', { name: 'Review' }));

describe('ServerNameField', () => {
  it('says nothing of no name', async () => {
    const { world } = await renderForm();
    expect(verdict()).toBeEmptyDOMElement();
    expect(nameField()).toHaveAccessibleDescription(
      /Lowercase letters, digits, and single hyphens/,
    );
    expect(byName(world.requests)).toEqual([]);
  });

  it('says that a name is free once typing has paused, and asks once', async () => {
    const { world } = await renderForm();
    await fill(environmentField(), 'production');
    // Without a pause between them.
    for (const value of ['h', 'har', 'harbour']) {
      fireEvent.change(nameField(), { target: { value } });
    }
    await waitFor(() =>
      expect(verdict()).toHaveTextContent(
        'harbour looks available in production.',
      ),
    );
    expect(nameField()).toHaveAccessibleDescription(/looks available/);
    expect(nameField()).toBeValid();
    expect(byName(world.requests)).toEqual([
      'GET /v1/servers/by-name/production/harbour',
    ]);
  });

  it('says that a name is used, and leads to the server in a tab of its own', async () => {
    await renderForm();
    await fill(environmentField(), weather.environment);
    await fill(nameField(), weather.name);
    await waitFor(() =>
      expect(verdict()).toHaveTextContent(
        `${weather.name} is already used in ${weather.environment}.`,
      ),
    );
    const link = within(verdict()).getByRole('link', { name: /View server/ });
    expect(link).toHaveAttribute(
      'href',
      `/sprintconnect/servers/${weather.id}`,
    );
    expect(link).toHaveAttribute('target', '_blank');
    expect(nameField()).toBeInvalid();
  });

  it('asks anew for another environment, and first needs one', async () => {
    await renderForm();
    await fill(nameField(), weather.name);
    await waitFor(() =>
      expect(verdict()).toHaveTextContent('Choose an environment'),
    );
    await fill(environmentField(), 'elsewhere');
    await waitFor(() =>
      expect(verdict()).toHaveTextContent('looks available in elsewhere'),
    );
    await fill(environmentField(), weather.environment);
    await waitFor(() => expect(verdict()).toHaveTextContent('already used'));
  });

  it('says what a name must be, and asks nobody for what is none', async () => {
    const { world } = await renderForm();
    await fill(environmentField(), 'production');
    await fill(nameField(), 'Not A Name');
    await waitFor(() =>
      expect(verdict()).toHaveTextContent('Start with a letter'),
    );
    expect(nameField()).toBeInvalid();
    expect(byName(world.requests)).toEqual([]);
  });

  it('keeps the reader on the step while the name is used, and makes nothing', async () => {
    const { created, world } = await renderForm();
    await fill(environmentField(), weather.environment);
    await fill(nameField(), weather.name);
    await onward();
    const said = `${weather.name} is already used in ${weather.environment}.`;
    expect((await screen.findAllByText(new RegExp(said)))[0]).toBeVisible();
    await waitFor(() => expect(nameField()).toBeInTheDocument());
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
    expect(created).toEqual([]);
    expect(world.requests.filter(each => !each.startsWith('GET'))).toEqual([]);

    await userEvent.type(nameField(), '-2');
    await waitFor(() => expect(verdict()).toHaveTextContent('looks available'));
    await onward();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    await waitFor(() =>
      expect(created).toEqual([
        { environment: weather.environment, name: `${weather.name}-2` },
      ]),
    );
  });

  it('refuses what is no name', async () => {
    await renderForm();
    await fill(environmentField(), 'production');
    await fill(nameField(), 'Nope');
    await onward();
    expect(
      (await screen.findAllByText(/Start with a letter/))[0],
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
  });

  it('lets the reader on, and says so, where nobody can tell', async () => {
    await renderForm({ unreachable: true });
    await fill(environmentField(), 'production');
    await fill(nameField(), 'weather');
    await waitFor(() =>
      expect(verdict()).toHaveTextContent(
        "Couldn't check whether weather is available. You can continue.",
      ),
    );
    expect(nameField()).toBeValid();
    await onward();
    expect(await screen.findByRole('button', { name: 'Create' })).toBeVisible();
  });

  it('knows the APIs of the catalog where the template writes one', async () => {
    const entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'API',
      metadata: { name: 'billing-api', namespace: 'default' },
      spec: { type: 'openapi' },
    };
    await renderForm(
      {},
      { options: { catalogEntity: true }, entities: [entity] },
    );
    await fill(environmentField(), 'production');
    await fill(nameField(), 'billing-api');
    await waitFor(() =>
      expect(verdict()).toHaveTextContent(
        'The catalog already has an API named billing-api.',
      ),
    );
    expect(
      within(verdict()).getByRole('link', { name: /View entity/ }),
    ).toHaveAttribute('href', '/catalog/default/api/billing-api');
    await onward();
    await waitFor(() => expect(nameField()).toBeInvalid());
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
  });

  it('drops an answer that typing has overtaken', async () => {
    const late: Array<() => void> = [];
    const { client } = await renderForm();
    const ask = client.getServerByName.bind(client);
    jest
      .spyOn(client, 'getServerByName')
      .mockImplementation(async (server, options) => {
        if (server.name === weather.name) {
          await new Promise<void>(resolve => late.push(resolve));
        }
        return ask(server, options);
      });
    await fill(environmentField(), weather.environment);
    await fill(nameField(), weather.name);
    await waitFor(() => expect(late).toHaveLength(1));
    expect(verdict()).toHaveTextContent('Checking the name');
    await userEvent.type(nameField(), '-2');
    await waitFor(() => expect(verdict()).toHaveTextContent('looks available'));
    await act(async () => late.forEach(answer => answer()));
    expect(verdict()).toHaveTextContent(
      `${weather.name}-2 looks available in ${weather.environment}.`,
    );
  });
});
