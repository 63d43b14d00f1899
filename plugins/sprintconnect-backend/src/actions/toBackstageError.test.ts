import { ProblemError } from '../http';
import { toBackstageError } from './toBackstageError';

describe('toBackstageError', () => {
  it.each([
    [400, 'InputError'],
    [401, 'AuthenticationError'],
    [403, 'NotAllowedError'],
    [404, 'NotFoundError'],
    [409, 'ConflictError'],
    [412, 'ConflictError'],
    [413, 'InputError'],
    [422, 'InputError'],
    [429, 'ServiceUnavailableError'],
    [500, 'ServiceUnavailableError'],
    [501, 'NotImplementedError'],
    [502, 'ServiceUnavailableError'],
    [503, 'ServiceUnavailableError'],
    [504, 'ServiceUnavailableError'],
  ])('makes of %i a %s that keeps its text', (status, name) => {
    const error = toBackstageError(
      new ProblemError({ status, detail: 'It cannot be.' }),
      'r-1',
    );
    expect(error).toMatchObject({ name, statusCode: status });
    expect(error.message).toBe(
      status >= 500 ? 'It cannot be. Request ID: r-1' : 'It cannot be.',
    );
  });

  it('says each fault once', () => {
    const one = new ProblemError({
      kind: 'invalid-request',
      detail: "The request isn't valid: name is required.",
      errors: [{ path: 'name', message: 'is required' }],
    });
    expect(toBackstageError(one, 'r').message).toBe(one.detail);
    const other = new ProblemError({
      kind: 'name-taken',
      detail: 'There is a server of that name.',
      errors: [{ path: 'name', message: 'is already used' }],
    });
    expect(toBackstageError(other, 'r').message).toBe(
      'There is a server of that name.\n- name is already used',
    );
    const many = new ProblemError({
      kind: 'invalid-request',
      detail: 'The request has 2 errors, listed in "errors".',
      errors: [
        { path: 'name', message: 'is required' },
        { path: '', message: 'must be an object' },
      ],
    });
    expect(toBackstageError(many, 'r').message).toBe(
      'The input has 2 errors:\n- name is required\n- must be an object',
    );
  });
});
