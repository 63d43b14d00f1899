import type { Entity } from '@backstage/catalog-model';
import { screen } from '@testing-library/react';
import { entities } from '../../dev/entities';
import {
  billing,
  everything,
  idOf,
  serverOf,
  weather,
} from '../../dev/fixtures';
import { renderEntity } from './__testUtils__/renderEntity';
import { EntityHealthCard } from './EntityHealthCard';
import { EntityLayout } from './EntityLayout';
import { EntityServerCard } from './EntityServerCard';
import { EntityVersions } from './EntityVersions';

const [known, unknown] = entities;

const named = (serverId: string): Entity => ({
  ...known,
  metadata: {
    ...known.metadata,
    annotations: { 'sprintconnect.io/server-id': serverId },
  },
});

/** As the catalog gives them: what others installed comes first. */
const cards = [
  { element: <p key="about">About</p>, type: 'info' as const },
  { element: <p key="definition">Definition</p> },
  { element: <EntityServerCard key="server" />, type: 'info' as const },
  { element: <EntityHealthCard key="health" />, type: 'info' as const },
];

/** What is on the page, from its top. */
const inOrder = (texts: readonly (string | RegExp)[]) => {
  const found = texts.map(each => screen.getAllByText(each)[0]);
  return found.every(
    (each, index) =>
      index === 0 ||
      found[index - 1].compareDocumentPosition(each) ===
        Node.DOCUMENT_POSITION_FOLLOWING,
  );
};

describe('EntityLayout', () => {
  it('shows what the server offers before what other plugins show', async () => {
    const world = renderEntity(known, <EntityLayout cards={cards} />);
    expect(await screen.findByText('Get the forecast')).toBeVisible();
    expect(
      inOrder([
        'Capabilities',
        'Get the forecast',
        'Connect your agent',
        'Versions',
        'About',
        'MCP server',
        'Definition',
      ]),
    ).toBe(true);
    const asked = world.requests.filter(each =>
      /^GET \/v1\/servers(\/[^/?]+)?(\?|$)/.test(each),
    );
    expect(asked.filter(each => !each.includes('health'))).toHaveLength(2);
  });

  it('lists the first tools only, and leads to the others', async () => {
    const many = serverOf({ ...everything, id: idOf(1), name: 'many' });
    renderEntity(named(many.id), <EntityLayout cards={[]} />, {
      servers: [{ ...many, counts: { ...many.counts, tools: 13 } }],
    });
    const list = await screen.findByRole('list', { name: 'Tools' });
    expect(list.children.length).toBeLessThanOrEqual(5);
  });

  it('warns at the top of a server that is down, with the reason', async () => {
    renderEntity(named(billing.id), <EntityLayout cards={cards} />);
    expect(
      await screen.findByText(/^Connection refused: connect ECONNREFUSED/),
    ).toBeVisible();
    expect(
      inOrder([/^Connection refused: connect/, 'Capabilities', 'Definition']),
    ).toBe(true);
  });

  it('leaves it to the card of the server to say why there is none', async () => {
    renderEntity(unknown, <EntityLayout cards={cards} />);
    expect(
      await screen.findAllByText('Not registered with SprintConnect yet'),
    ).not.toHaveLength(0);
    expect(screen.getByText('Definition')).toBeVisible();
    expect(screen.queryByText('Connect your agent')).not.toBeInTheDocument();
  });
});

describe('EntityVersions', () => {
  it('shows the versions of the server of the entity', async () => {
    renderEntity(named(weather.id), <EntityVersions />);
    expect(
      await screen.findByText('5 changes from version 2 to version 3'),
    ).toBeVisible();
  });
});
