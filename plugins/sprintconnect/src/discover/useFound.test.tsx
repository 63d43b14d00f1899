import type { ReactNode } from 'react';
import { act, renderHook } from '@testing-library/react';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { EventType } from '@sprintconnect/plugin-sprintconnect-common';
import { weather } from '../../dev/fixtures';
import { createMockApi } from '../../dev/mockApi';
import { createSignals } from '../__testUtils__/renderPage';
import { sprintConnectApiRef } from '../client';
import { useFound } from './useFound';

describe('useFound', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('searches again when results may be others, and not whenever a server was looked at', async () => {
    const { world, client } = createMockApi();
    const signals = createSignals();
    renderHook(() => useFound({ q: 'issue', filters: {} }), {
      wrapper: ({ children }: { children: ReactNode }) => (
        <TestApiProvider
          apis={[
            [sprintConnectApiRef, client],
            [signalApiRef, signals.api],
          ]}
        >
          {children}
        </TestApiProvider>
      ),
    });
    const searchesAfter = async (type: EventType) => {
      const before = world.requests.length;
      signals.send({ type, serverId: weather.id });
      await act(() => jest.advanceTimersByTimeAsync(2_000));
      return world.requests.length - before;
    };
    await act(() => jest.advanceTimersByTimeAsync(0));
    expect(world.requests).toHaveLength(1);
    await expect(searchesAfter('server.discovery.completed')).resolves.toBe(0);
    await expect(searchesAfter('job.dead')).resolves.toBe(0);
    await expect(searchesAfter('server.capabilities.changed')).resolves.toBe(1);
    await expect(searchesAfter('server.health.changed')).resolves.toBe(1);
  });
});
