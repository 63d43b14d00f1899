import { asGuest, enterWhen } from './forecast';
import { expect, inBothThemes, REFRESHED, test } from './portalTest';

/** Has the guest call a tool, and gives the ids of the server and of the call. */
async function call(
  name: string,
  tool: string,
  values: object,
): Promise<{ serverId: string; callId: string }> {
  const { id } = await asGuest('GET', `/servers/by-name/development/${name}`);
  const { callId } = await asGuest(
    'POST',
    `/servers/${id}/tools/${tool}/call`,
    { body: { arguments: values } },
  );
  return { serverId: id, callId };
}

const searchPlaces = (query: string) =>
  call('forecast', 'search_places', { query });

test('a call appears on the tab of its server as it ends, and opens whole', async ({
  guest,
}) => {
  const { page } = guest;
  await enterWhen(guest, REFRESHED);
  await guest.row('Forecast').click();
  await page.getByRole('link', { name: 'Activity' }).click();
  await guest.seesTitle('Forecast | Activity | MCP servers | SprintConnect');
  const rows = page.getByRole('row').filter({
    has: page.getByRole('rowheader', { name: 'search_places' }),
  });
  await expect(
    page.getByRole('heading', { name: 'No calls yet' }).or(rows.first()),
  ).toBeVisible();
  const before = await rows.count();

  const { callId } = await searchPlaces('Lagos');
  await expect(rows).toHaveCount(before + 1);
  await expect(rows.first()).toContainText(/Guest.*Portal.*Succeeded/);

  await rows.first().click();
  const dialog = page.getByRole('dialog', { name: 'Call' });
  await expect(dialog).toContainText(callId);
  await expect(dialog).toContainText('sprintconnect.calls.keepBodies');
  await dialog.getByRole('link', { name: 'Open page' }).click();
  await expect(page).toHaveURL(new RegExp(`/sprintconnect/calls/${callId}$`));
  await expect(
    page.getByRole('region', { name: 'search_places' }),
  ).toContainText('user:default/guest');
  await guest.seesTitle('search_places | Call | MCP servers | SprintConnect');
});

test('an engineer sees their own calls, and none of others on a server of another team', async ({
  guest,
}) => {
  const { page } = guest;
  // Of the group "platform", which the engineer is not in.
  const { serverId, callId } = await call('everything', 'echo', {
    message: 'hello',
  });
  await guest.signIn('/sprintconnect/calls', 'engineer');
  await expect(
    page.getByRole('heading', { name: 'No calls yet' }),
  ).toBeVisible();
  await page.goto(`/sprintconnect/servers/${serverId}/activity`);
  await expect(page.getByText(/You see only your own calls/)).toBeVisible();
  await expect(
    page.getByRole('heading', { name: 'No calls yet' }),
  ).toBeVisible();
  guest.expectedErrors = [/status of 404/];
  await page.goto(`/sprintconnect/calls/${callId}`);
  await expect(
    page.getByRole('heading', { name: 'Call not found' }),
  ).toBeVisible();
});

inBothThemes(theme => {
  test('calls are found by keyboard, and axe finds nothing serious', async ({
    guest,
  }) => {
    const { page } = guest;
    await enterWhen(guest, REFRESHED);
    await guest.seesTheme(theme);
    const { callId } = await searchPlaces('Quito');
    const faults: Record<string, string[]> = {};
    const look = async (name: string) => {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await guest.photograph(`calls-${name}-${theme}-${width}`);
        const found = await guest.accessibilityFaults();
        if (found.length > 0) faults[`${name}, ${width}`] = found;
      }
      await page.setViewportSize({ width: 1280, height: 900 });
    };
    await guest.tabTo('tab', 'Servers');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/sprintconnect\/calls$/);
    await guest.tabTo('row', /search_places/);
    await look('mine');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Call' });
    await expect(dialog).toContainText(callId);
    await look('dialog');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await page.goto(`/sprintconnect/calls?outcome=unknown`);
    await expect(
      page.getByRole('heading', { name: 'No matching calls' }),
    ).toBeVisible();
    await look('none');
    expect(faults).toEqual({});
  });
});
