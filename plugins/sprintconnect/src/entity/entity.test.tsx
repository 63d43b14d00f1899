import type { Entity } from '@backstage/catalog-model';
import { act, screen, within } from '@testing-library/react';
import { drifting, idOf, weather } from '../../dev/fixtures';
import { entities } from '../../dev/entities';
import { renderEntity } from './__testUtils__/renderEntity';
import { EntityCapabilities } from './EntityCapabilities';
import { EntityHealth } from './EntityHealth';
import { EntityHealthCard } from './EntityHealthCard';
import { EntityServerCard } from './EntityServerCard';

const [everything, unknown] = entities;

const named = (serverId: string): Entity => ({
  ...unknown,
  metadata: {
    ...unknown.metadata,
    annotations: { 'sprintconnect.io/server-id': serverId },
  },
});

describe('EntityServerCard', () => {
  it('finds the server of an entity by its reference', async () => {
    const world = renderEntity(everything, <EntityServerCard />);
    expect(await screen.findByText(/^13 tools/)).toBeVisible();
    expect(screen.getByText('4 prompts')).toBeVisible();
    expect(screen.getByText('Active')).toBeVisible();
    expect(world.requests[0]).toContain('entityRef=api%3Adefault%2Feverything');
  });

  it('marks changes that nobody has looked at', async () => {
    renderEntity(named(drifting.id), <EntityServerCard />, {
      servers: [drifting],
    });
    expect(await screen.findByText('2 warnings')).toBeVisible();
  });

  it('finds the server that the entity names', async () => {
    renderEntity(named(weather.id), <EntityServerCard />);
    expect(await screen.findByText(/^4 tools/)).toBeVisible();
  });

  it('says which template the entity was made from', async () => {
    renderEntity(
      {
        ...everything,
        metadata: {
          ...everything.metadata,
          annotations: {
            'backstage.io/source-template': 'template:default/mcp-server-go',
          },
        },
      },
      <EntityServerCard />,
    );
    const term = await screen.findByText('Made from template');
    expect(
      within(term.parentElement!).getByTitle('template:default/mcp-server-go'),
    ).toBeVisible();
    expect(screen.queryByText('Registered via')).not.toBeInTheDocument();
  });

  it.each([
    ['scaffolder', 'Template'],
    ['api', undefined],
  ] as const)(
    'says of a server of origin %s that some template made it: %s',
    async (origin, said) => {
      renderEntity(named(weather.id), <EntityServerCard />, {
        servers: [{ ...weather, origin }],
      });
      expect(await screen.findByText(/^4 tools/)).toBeVisible();
      const term = screen.queryByText('Registered via');
      expect(term?.nextElementSibling?.textContent).toBe(said);
      expect(screen.queryByText('Made from template')).toBeNull();
    },
  );

  it('says nothing of a template that is no reference', async () => {
    renderEntity(
      {
        ...everything,
        metadata: {
          ...everything.metadata,
          annotations: { 'backstage.io/source-template': ':/' },
        },
      },
      <EntityServerCard />,
    );
    expect(await screen.findByText(/^13 tools/)).toBeVisible();
    expect(screen.queryByText('Made from template')).not.toBeInTheDocument();
  });

  it('looks for the reference where the named server is gone', async () => {
    renderEntity(
      {
        ...named(idOf(999)),
        metadata: {
          ...everything.metadata,
          annotations: { 'sprintconnect.io/server-id': idOf(999) },
        },
      },
      <EntityServerCard />,
    );
    expect(await screen.findByText(/^13 tools/)).toBeVisible();
  });

  it('says clearly when SprintConnect does not know the entity yet', async () => {
    renderEntity(unknown, <EntityServerCard />);
    expect(
      await screen.findByText('Not registered with SprintConnect yet'),
    ).toBeVisible();
  });

  it('says what went wrong', async () => {
    renderEntity(everything, <EntityServerCard />, {
      refusals: new Map([['GET /v1/servers', { status: 403 }]]),
    });
    expect(
      await screen.findByText("You don't have access to this server"),
    ).toBeVisible();
    expect(screen.getByText('sprintconnect.server.read')).toBeVisible();
  });
});

/** The entity with faults as the catalog module writes them, beside one that somebody else wrote. */
const faulty = (entity: Entity, faults: [code: string, reason: string][]) => ({
  ...entity,
  status: {
    items: [
      ...faults.map(([code, reason]) => {
        const message = `SprintConnect says: ${reason}`;
        const error = { name: 'InputError', message, code };
        return { type: 'any', level: 'error', message, error };
      }),
      { type: 'other', level: 'error', message: 'Not ours' },
    ],
  },
});

describe('EntityServer', () => {
  it('says why SprintConnect did not register the entity, and nothing of a wait', async () => {
    const reasons = ['spec.remotes: none', 'The name pier is taken.'];
    renderEntity(
      faulty(unknown, [
        ['SPRINTCONNECT_UNUSABLE', reasons[0]],
        ['SPRINTCONNECT_REFUSED', reasons[1]],
      ]),
      <EntityServerCard />,
    );
    expect(
      await screen.findByText("SprintConnect couldn't register this entity"),
    ).toBeVisible();
    expect(
      screen.getAllByRole('listitem').map(({ textContent }) => textContent),
    ).toEqual(reasons);
    expect(
      screen.queryByText('Not registered with SprintConnect yet'),
    ).not.toBeInTheDocument();
  });

  it.each([
    ['SPRINTCONNECT_PARTLY_USED', "Some parts of this entity weren't used"],
    [
      'SPRINTCONNECT_REFUSED',
      "The last change to this entity wasn't applied to its server",
    ],
  ])('says beside a server what is %s', async (code, title) => {
    renderEntity(faulty(everything, [[code, 'Why']]), <EntityServerCard />);
    expect(await screen.findByText(/^13 tools/)).toBeVisible();
    expect(screen.getByText(title)).toBeVisible();
    expect(screen.getByText('Why')).toBeVisible();
    expect(screen.queryByText('Not ours')).not.toBeInTheDocument();
  });

  it('shows no more of a server that the reader may not see any longer', async () => {
    const world = renderEntity(everything, <EntityServerCard />);
    expect(await screen.findByText(/^13 tools/)).toBeVisible();
    world.refusals.set('GET /v1/servers', { status: 403 });
    // A tab that is shown again asks anew.
    act(() => void document.dispatchEvent(new Event('visibilitychange')));
    expect(
      await screen.findByText("You don't have access to this server"),
    ).toBeVisible();
    expect(screen.queryByText(/^13 tools/)).not.toBeInTheDocument();
  });
});

describe('EntityCapabilities', () => {
  it('shows what the server of the entity offers', async () => {
    renderEntity(everything, <EntityCapabilities />);
    expect(
      await screen.findByRole('button', { name: /Get the forecast/ }),
    ).toBeVisible();
  });
});

describe('EntityHealthCard', () => {
  it('shows how the server of the entity is, in a line', async () => {
    renderEntity(everything, <EntityHealthCard />);
    expect(await screen.findByText('Degraded')).toBeVisible();
    expect(await screen.findByText('99.93% up in 24 h')).toBeVisible();
    expect(screen.getByText(/^Slow/)).toHaveTextContent('Slow · for 1 hr');
    expect(
      screen.getByRole('img', { name: /^Last 30 probes/ }),
    ).toBeInTheDocument();
  });

  it('says clearly when SprintConnect does not know the entity yet', async () => {
    renderEntity(unknown, <EntityHealthCard />);
    expect(
      await screen.findByText('Not registered with SprintConnect yet'),
    ).toBeVisible();
  });

  it('says that the entity has no server, and leaves the reasons to the other card', async () => {
    renderEntity(
      faulty(unknown, [['SPRINTCONNECT_REFUSED', 'Why']]),
      <EntityHealthCard />,
    );
    expect(
      await screen.findByText("SprintConnect couldn't register this entity"),
    ).toBeVisible();
    expect(screen.queryByText('Why')).not.toBeInTheDocument();
  });
});

describe('EntityHealth', () => {
  it('shows how the server of the entity is and was', async () => {
    renderEntity(everything, <EntityHealth />);
    expect(await screen.findByText(/^Degraded for/)).toBeVisible();
    expect(await screen.findAllByRole('option')).toHaveLength(24);
    expect(
      await screen.findByRole('button', { name: 'Probe now' }),
    ).toBeVisible();
  });
});
