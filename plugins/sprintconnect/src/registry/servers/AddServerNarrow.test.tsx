import { screen, within } from '@testing-library/react';
import { weather } from '../../../dev/fixtures';
import { renderPage } from '../../__testUtils__/renderPage';

/** Backstage UI asks once how wide the window is: that of a phone, for all of this file. */
window.matchMedia = media =>
  Object.assign(new EventTarget(), {
    matches: false,
    media,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
  });

describe('the ways to another server, on a phone', () => {
  it('stand below the title, with their words', async () => {
    renderPage('/servers', { servers: [weather] });
    const link = await screen.findByRole('link', { name: 'Register server' });
    expect(link).toHaveTextContent('Register server');
    const header = screen
      .getByRole('heading', { name: 'MCP servers' })
      .closest<HTMLElement>('.bui-HeaderContent')!;
    expect(within(header).queryByRole('link')).toBeNull();
  });
});
