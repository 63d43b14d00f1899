import { isSecretName } from './isSecretName';

/** Most of the name of a parameter that a message repeats. */
const SHOWN_LENGTH = 40;

/**
 * What of the address of a server tells that it carries a secret, each in words for people that name the place and
 * never the value: userinfo (`user:pass@`), and query parameters whose names tell of a secret. Empty where there is
 * none, and for what is not a URL. Pure. A secret in the path is not noticed.
 *
 * @public
 */
export function secretFaultsOf(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const { username, password, search } = new URL(text);
  const faults = secretParametersOf(search).map(
    name =>
      `can't contain a secret in its query; remove the parameter ${JSON.stringify(name)}, because everyone who can see the server could read it`,
  );
  return username || password
    ? [
        "can't contain credentials, because everyone who can see the server could read them",
        ...faults,
      ]
    : faults;
}

/** Those that have a value, their names cut short: somebody may take the one for the other. */
function secretParametersOf(search: string): string[] {
  const parameters = new URLSearchParams(search.replaceAll(';', '&'));
  return [...new Set(parameters.keys())]
    .filter(name => isSecretName(name) && parameters.getAll(name).some(Boolean))
    .map(name => name.slice(0, SHOWN_LENGTH));
}
