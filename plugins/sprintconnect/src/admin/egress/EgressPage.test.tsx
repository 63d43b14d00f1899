import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { MockWorld } from '../../../dev/mockWorld';
import { paste } from '../../__testUtils__/paste';
import { renderPage } from '../../__testUtils__/renderPage';

const renderEgress = (changes: Partial<MockWorld> = {}) =>
  renderPage('/admin/egress', changes);
const grid = async () =>
  (await screen.findAllByRole('grid'))[0] ?? document.body;
const row = async (name: RegExp) =>
  within(await grid()).findByRole('row', { name });
const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('EgressPage', () => {
  it('lists rules with what they say', async () => {
    renderEgress();
    expect(await row(/corp/)).toHaveTextContent(
      /10\.20\.0\.0\/16.*Allow.*All environments.*443, 8443/,
    );
    expect(await row(/pastebin/)).toHaveTextContent(
      /Any address.*Deny.*Agreed with security/,
    );
    expect(await row(/partner/)).toHaveTextContent(
      /Public addresses.*production.*Any/,
    );
  });

  it('adds a rule, and says what the form can know', async () => {
    const { world } = renderEgress();
    await row(/corp/);
    await press('Add rule…');
    const form = await screen.findByRole('dialog');
    const field = (name: RegExp) => within(form).getByRole('textbox', { name });
    const submit = within(form).getByRole('button', { name: 'Add rule' });
    await paste(field(/^Ports/), '443, x');
    await userEvent.click(submit);
    expect(form).toHaveTextContent('Enter a host name, a pattern, or *.');
    expect(form).toHaveTextContent('Enter numbers from 1 to 65535');
    expect(world.egressRules).toHaveLength(3);
    await userEvent.click(within(form).getByRole('radio', { name: 'Deny' }));
    await userEvent.clear(field(/^Ports/));
    await paste(field(/^Ports/), '443 8443');
    await paste(field(/^Address range/), '203.0.113.0/24');
    await userEvent.click(submit);
    await waitFor(() =>
      expect(world.egressRules[0]).toMatchObject({
        action: 'deny',
        host: '*',
        range: '203.0.113.0/24',
        ports: [443, 8443],
      }),
    );
    expect(await row(/203\.0\.113/)).toBeVisible();
  });

  it('changes a rule, and takes away what is left empty', async () => {
    const { world } = renderEgress();
    await row(/corp/);
    await press('Edit the rule for *.corp.example, 10.20.0.0/16');
    const form = await screen.findByRole('dialog');
    await userEvent.clear(
      within(form).getByRole('textbox', { name: /^Ports/ }),
    );
    await userEvent.click(
      within(form).getByRole('button', { name: 'Save rule' }),
    );
    await waitFor(() => expect(world.egressRules[0].revision).toBe(2));
    expect(world.egressRules[0]).not.toHaveProperty('ports');
    expect(world.egressRules[0].range).toBe('10.20.0.0/16');
  });

  it('shows at its field what the backend refuses', async () => {
    renderEgress({
      refusals: new Map([
        [
          'POST /v1/egress/rules',
          {
            status: 400,
            detail: 'The request is not valid.',
            errors: [{ path: 'range', message: 'is private' }],
          },
        ],
      ]),
    });
    await row(/corp/);
    await press('Add rule…');
    const form = await screen.findByRole('dialog');
    const range = within(form).getByRole('textbox', { name: /^Address range/ });
    await paste(range, '10.0.0.0/8');
    await userEvent.click(
      within(form).getByRole('button', { name: 'Add rule' }),
    );
    await waitFor(() => expect(form).toHaveTextContent('is private'));
    expect(range).toBeInvalid();
  });

  it('deletes a rule after asking', async () => {
    const { world } = renderEgress();
    await row(/pastebin/);
    await press('Delete the rule for *.pastebin.example');
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('applies to open connections');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Delete rule' }),
    );
    await waitFor(() => expect(world.egressRules).toHaveLength(2));
  });

  it('says whether a URL would be allowed, and why', async () => {
    const { world } = renderEgress();
    const panel = await screen.findByRole('region', {
      name: 'Would this be allowed?',
    });
    const check = within(panel).getByRole('button', { name: 'Check' });
    await userEvent.click(check);
    expect(panel).toHaveTextContent('Enter a URL such as');
    expect(world.requests.join()).not.toContain('/v1/egress/check');
    const url = within(panel).getByRole('textbox', { name: 'URL' });
    await paste(url, 'https://mcp.corp.example/mcp');
    await userEvent.click(check);
    await waitFor(() =>
      expect(within(panel).getByRole('status')).toHaveTextContent(
        /Allowed.*An egress rule.*corp\.example.*10\.20\.0\.7/,
      ),
    );
    await userEvent.clear(url);
    await paste(url, 'https://elsewhere.example/');
    await userEvent.click(check);
    await waitFor(() =>
      expect(within(panel).getByRole('status')).toHaveTextContent(
        /Not allowed.*No egress rule allows/,
      ),
    );
  });

  it('shows what came of connections, and what holds without a rule', async () => {
    renderEgress();
    const panel = await screen.findByRole('region', {
      name: 'Connections in the last 24 hours',
    });
    const refused = await within(panel).findByRole('row', { name: /169\.254/ });
    expect(refused).toHaveTextContent(/production.*Refused: address.*12/);
    const settings = screen.getByRole('region', { name: 'Without a rule' });
    await waitFor(() =>
      expect(settings).toHaveTextContent(/production.*Nothing/),
    );
    expect(settings).toHaveTextContent('10.20.0.0/16, fd00::/8');
  });

  it('says that there is nothing yet', async () => {
    renderEgress({ egressRules: [], egressAttempts: [] });
    expect(await screen.findByText('No egress rules yet')).toBeVisible();
    expect(
      await screen.findByText('No requests in the last 24 hours.'),
    ).toBeVisible();
  });

  it('says what went wrong, and tries again', async () => {
    const { world } = renderEgress({
      refusals: new Map([
        ['GET /v1/egress/rules', { status: 503, detail: 'No database.' }],
      ]),
    });
    expect(await screen.findByText('No database.')).toBeVisible();
    world.refusals.clear();
    await press('Try again');
    expect(await row(/corp/)).toBeVisible();
  });

  it('is kept current', async () => {
    const { world, signals } = renderEgress();
    await row(/corp/);
    world.egressRules = world.egressRules.slice(1);
    signals.send({ type: 'egress.rules.changed' });
    await waitFor(async () =>
      expect(
        within(await grid()).queryByRole('row', { name: /corp/ }),
      ).toBeNull(),
    );
  });

  it('is refused without the permission', async () => {
    renderEgress({
      refusals: new Map([
        ['GET /v1/egress/rules', { status: 403, detail: 'No.' }],
      ]),
    });
    expect(
      await screen.findByText("You don't have access to egress rules"),
    ).toBeVisible();
  });
});
