import { type ComponentProps, useState } from 'react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SprintConnectError } from '@sprintconnect/plugin-sprintconnect-common';
import { WhenLoaded } from './WhenLoaded';

type Props = ComponentProps<typeof WhenLoaded<string[]>>;

const problem = (status: number) =>
  new SprintConnectError({
    type: 'about:blank',
    title: `Title of ${status}`,
    status,
    detail: `Detail of ${status}`,
    instance: '',
    requestId: 'request-1',
  });

const reload = jest.fn();
const texts = [
  'Loading…',
  'Title of 500',
  'Failed as such',
  "You don't have permission",
  'This may be out of date',
  'Refused as such',
  'Missing as such',
  'Empty as such',
  'one two',
] as const;

/** Which of `texts` stand on a page. */
async function shown(loaded: Partial<Props['loaded']>, more?: Partial<Props>) {
  renderInTestApp(
    <main data-testid="page">
      <WhenLoaded
        loaded={{ ...loaded, reload }}
        empty={value => value.length === 0 && <p>Empty as such</p>}
        {...more}
      >
        {value => <p>{value.join(' ')}</p>}
      </WhenLoaded>
    </main>,
  );
  const page = await screen.findByTestId('page');
  return texts.filter(each => page.textContent?.includes(each));
}

const value = ['one', 'two'];
const instead = {
  refused: <p>Refused as such</p>,
  missing: <p>Missing as such</p>,
  failed: 'Failed as such',
};

const cases: Array<
  [
    why: string,
    expected: Array<(typeof texts)[number]>,
    loaded: Partial<Props['loaded']>,
    more?: Partial<Props>,
  ]
> = [
  ['nothing has come yet', ['Loading…'], {}],
  ['it is there', ['one two'], { value }],
  ['there is nothing', ['Empty as such'], { value: [] }],
  ['it failed', ['Title of 500'], { error: problem(500) }],
  [
    'it failed as a page says',
    ['Failed as such'],
    { error: problem(500) },
    instead,
  ],
  [
    'it failed when asked again',
    ['This may be out of date', 'one two'],
    { value, error: problem(500) },
    instead,
  ],
  [
    'it failed when asked again, beside others that tell so',
    ['one two'],
    { value, error: problem(500) },
    { quiet: true },
  ],
  ['it is refused', ["You don't have permission"], { error: problem(403) }],
  [
    'it is refused as a page says',
    ['Refused as such'],
    { error: problem(403) },
    instead,
  ],
  [
    'it is refused after it was shown',
    ['Refused as such'],
    { value, error: problem(403) },
    instead,
  ],
  [
    'it is gone after it was shown',
    ['Missing as such'],
    { value, error: problem(404) },
    instead,
  ],
];

describe('WhenLoaded', () => {
  it.each(cases)(
    'says what is when %s',
    async (...[, expected, loaded, more]) => {
      expect(await shown(loaded, more)).toEqual(expected);
    },
  );

  it('loads again when the reader asks for it', async () => {
    await shown({ error: problem(500) });
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('keeps what showed itself loading when it has loaded', async () => {
    function Page() {
      const [loaded, setLoaded] = useState<string[]>();
      const list = <input aria-label="List" />;
      return (
        <>
          <button onClick={() => setLoaded(value)}>Load</button>
          <WhenLoaded loaded={{ value: loaded, reload }} loading={list}>
            {() => list}
          </WhenLoaded>
        </>
      );
    }
    renderInTestApp(<Page />);
    await userEvent.type(await screen.findByLabelText('List'), 'typed');
    await userEvent.click(screen.getByRole('button', { name: 'Load' }));
    expect(screen.getByLabelText('List')).toHaveValue('typed');
  });
});
