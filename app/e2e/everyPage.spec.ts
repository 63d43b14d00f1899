import { seeEveryPage } from './everyPage';
import { asGuest, enterWhen } from './forecast';
import { expect, inBothThemes, test } from './portalTest';

inBothThemes(theme => {
  test('every page fits a desk, a tablet and a phone, and axe finds nothing serious', async ({
    guest,
  }) => {
    test.setTimeout(900_000);
    await enterWhen(guest, 'Healthy');
    await guest.seesTheme(theme);
    const server = await asGuest(
      'GET',
      '/servers/by-name/development/forecast',
    );
    expect(await seeEveryPage(guest, { server, theme })).toEqual({});
  });
});
