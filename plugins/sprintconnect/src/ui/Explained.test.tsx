import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Explained } from './Explained';

const onRow = jest.fn();

function renderWords() {
  return render(
    <>
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div onClick={onRow} onPointerDown={onRow}>
        <Explained tip="The whole reason">Slow</Explained>
      </div>
      <p>Elsewhere</p>
    </>,
  );
}

const words = () => screen.getByRole('button', { name: 'Slow' });

describe('Explained', () => {
  beforeEach(() => onRow.mockClear());

  it('tells the rest by keyboard, and describes its words with it', async () => {
    renderWords();
    await userEvent.tab();
    expect(words()).toHaveFocus();
    expect(screen.getByRole('tooltip')).toHaveTextContent('The whole reason');
    expect(words()).toHaveAccessibleDescription('The whole reason');
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('tooltip')).toBeNull();
  });

  it('closes when the focus goes on', async () => {
    renderWords();
    await userEvent.tab();
    await userEvent.tab();
    expect(screen.queryByRole('tooltip')).toBeNull();
  });

  it('tells the rest to a tap, keeps the tap from its row, and closes by a tap elsewhere', async () => {
    renderWords();
    await userEvent.pointer({ keys: '[TouchA]', target: words() });
    expect(screen.getByRole('tooltip')).toBeVisible();
    expect(onRow).not.toHaveBeenCalled();
    await userEvent.pointer({
      keys: '[TouchA]',
      target: screen.getByText('Elsewhere'),
    });
    expect(screen.queryByRole('tooltip')).toBeNull();
  });

  it('tells the rest to a mouse, whose click goes on to the row', async () => {
    renderWords();
    await userEvent.hover(words());
    expect(await screen.findByRole('tooltip')).toBeVisible();
    await userEvent.click(words());
    expect(onRow).toHaveBeenCalled();
  });

  it('is nothing but its words where there is no more to tell', () => {
    render(<Explained>Slow</Explained>);
    expect(screen.getByText('Slow')).toBeVisible();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
