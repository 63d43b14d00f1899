import { OauthError } from '../../ports';

/** The {@link OauthError} that the work ends with. */
export async function failureOf(work: Promise<unknown>): Promise<OauthError> {
  const error = await work.then(
    () => new Error('it succeeded'),
    each => each,
  );
  expect(error).toBeInstanceOf(OauthError);
  expect(error.cause).toBeUndefined();
  return error;
}
