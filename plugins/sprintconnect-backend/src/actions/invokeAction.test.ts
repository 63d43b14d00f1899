import { mockCredentials } from '@backstage/backend-test-utils';
import { z } from 'zod';
import { testContext } from '../__testUtils__';
import { ProblemError } from '../http';
import type { AuditEntry, RefusedCaller } from '../ports';
import type { Action } from './Action';
import type { ActionGate } from './ActionDeps';
import { invokeAction } from './invokeAction';

const tooMany = new ProblemError({
  kind: 'rate-limited',
  detail: 'Limit reached: 1 requests per minute. Try again in 60 s.',
});

/** An action behind a gate, and what comes of it. */
function open(
  change: {
    gate?: Partial<ActionGate>;
    run?: Action['run'];
  } = {},
) {
  const refused: [RefusedCaller, AuditEntry][] = [];
  const logged: string[] = [];
  const ran: unknown[] = [];
  const ctx = testContext();
  const gate: ActionGate = {
    contextOf: async () => ctx,
    admit: async () => {},
    audit: { refused: (by, entry) => refused.push([by, entry]) },
    logger: { error: message => logged.push(message) },
    ...change.gate,
  };
  const action: Action = {
    name: 'do-it',
    title: 'Do it',
    description: 'Does it',
    isRead: true,
    input: z.strictObject({}),
    output: z.object({}),
    run: async (by, input) => {
      ran.push(input);
      return change.run ? change.run(by, input) : { done: true };
    },
  };
  const invoke = () =>
    invokeAction(gate, action, {
      input: { a: 1 },
      credentials: mockCredentials.user(),
    });
  return { invoke, ctx, refused, logged, ran };
}

describe('invokeAction', () => {
  it('gives what the action gives, and notes nothing', async () => {
    const { invoke, ran, refused, logged } = open();
    expect(await invoke()).toEqual({ done: true });
    expect([ran, refused, logged]).toEqual([[{ a: 1 }], [], []]);
  });

  it('does nothing for whom a quota refuses, and notes it', async () => {
    const admit = jest.fn().mockRejectedValue(tooMany);
    const { invoke, ctx, ran, refused } = open({ gate: { admit } });
    await expect(invoke()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: tooMany.detail,
    });
    expect(ran).toEqual([]);
    expect(admit).toHaveBeenCalledWith(
      ctx,
      expect.objectContaining({ isRead: true }),
    );
    expect(refused).toEqual([
      [
        ctx,
        {
          action: 'request-refuse',
          target: { type: 'action', id: 'do-it' },
          outcome: 'failure',
          reason: tooMany.detail,
          meta: { status: 429 },
        },
      ],
    ]);
  });

  it('notes the refusal of whom nobody knows without a caller', async () => {
    const nobody = new ProblemError({ status: 401, detail: 'Who are you?' });
    const { invoke, ran, refused } = open({
      gate: { contextOf: () => Promise.reject(nobody) },
    });
    await expect(invoke()).rejects.toMatchObject({
      name: 'AuthenticationError',
    });
    expect(ran).toEqual([]);
    expect(refused[0][0]).toEqual({ requestId: expect.any(String) });
  });

  it.each([400, 409, 422])('notes no %i, which is no refusal', async status => {
    const { invoke, refused, logged } = open({
      run: () => Promise.reject(new ProblemError({ status, detail: 'No' })),
    });
    await expect(invoke()).rejects.toThrow('No');
    expect([refused, logged]).toEqual([[], []]);
  });

  it('logs a failure of ours with the id that the error names, and tells nothing of it', async () => {
    const { invoke, ctx, logged } = open({
      run: () => Promise.reject(new Error('select * from secrets')),
    });
    const error = await invoke().catch(each => each);
    expect(error.message).toContain(`Request ID: ${ctx.requestId}`);
    expect(error.message).not.toContain('secrets');
    expect(logged).toEqual([
      `The action do-it failed (request ${ctx.requestId})`,
    ]);
  });
});
