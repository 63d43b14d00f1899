import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderDiscover } from './__testUtils__/renderDiscover';

describe('DiscoverPage by keyboard', () => {
  it('stands beside the servers, with the focus in its box', async () => {
    const { box } = renderDiscover();
    expect(
      await screen.findByRole('tab', { name: 'Discover', selected: true }),
    ).toBeVisible();
    await waitFor(async () => expect(await box()).toHaveFocus());
  });

  it('is used by keyboard alone', async () => {
    const { box, result } = renderDiscover('?q=issue');
    const first = await result(/closeIssue/);
    const user = userEvent.setup();
    await user.click(await box());
    await user.keyboard('{ArrowDown}');
    expect(first).toHaveFocus();
    await user.keyboard('{ArrowDown}');
    expect(await result(/Create an issue/)).toHaveFocus();
    await user.keyboard('{ArrowUp}{ArrowUp}');
    expect(await box()).toHaveFocus();

    await user.keyboard('{ArrowDown}{End}');
    expect(await result(/Triage the inbox/)).toHaveFocus();
    await user.keyboard('{Home}{ArrowDown}{Enter}');
    const panel = await screen.findByRole('complementary', {
      name: /Create an issue/,
    });
    expect(within(panel).getByRole('heading', { level: 3 })).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary')).toBeNull();
    expect(await result(/Create an issue/)).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(await box()).toHaveFocus();
  });

  it('goes back to the box by "/" and by typing on', async () => {
    const { box, result } = renderDiscover('?q=issue');
    const user = userEvent.setup();
    const first = await result(/closeIssue/);
    act(() => first.focus());
    await user.keyboard('/');
    expect(await box()).toHaveFocus();
    expect(await box()).toHaveValue('issue');
    await user.keyboard('{ArrowDown}');
    expect(first).toHaveFocus();
    await user.keyboard('s');
    expect(await box()).toHaveFocus();
    // In the box "/" is a letter like any other.
    await user.keyboard('/');
    expect(await box()).toHaveValue('issues/');
  });

  it('makes the results one stop of Tab', async () => {
    const { result } = renderDiscover('?q=issue');
    await result(/closeIssue/);
    const list = screen.getByRole('list', { name: 'Results' });
    const stops = within(list)
      .getAllByRole('link')
      .filter(each => each.tabIndex === 0);
    expect(stops).toHaveLength(1);
  });

  it('opens the best result by Enter once it is the answer', async () => {
    const { box } = renderDiscover();
    const user = userEvent.setup();
    await user.type(await box(), 'draft reply');
    await screen.findByText('1 result for “draft reply”');
    await user.keyboard('{Enter}');
    expect(
      await screen.findByRole('complementary', { name: /Draft a reply/ }),
    ).toBeVisible();
  });
});
