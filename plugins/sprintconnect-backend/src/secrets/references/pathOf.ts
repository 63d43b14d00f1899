import { SecretError } from '../../ports';

/** Without a dot at its beginning: neither "." nor "..", nor the folders in which Kubernetes swaps what it mounts. */
const SEGMENT = /^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$/;
const SEGMENTS_MAX = 10;

/** Who asks, and how references are kept apart. */
export interface ReferenceAsker {
  orgId: string;
  /** Whether each organisation has what is below a folder by its id, and nothing else. */
  isApart: boolean;
}

/**
 * The segments of a path in a reference. Throws SecretError `secret-forbidden` where the path leads anywhere that the organisation
 * has nothing to ask for.
 */
export function pathOf(
  text: string,
  { scheme, orgId, isApart }: ReferenceAsker & { scheme: string },
): string[] {
  const segments = text.split('/');
  const isPath =
    segments.length <= SEGMENTS_MAX &&
    segments.every(each => SEGMENT.test(each));
  if (!isPath) {
    throw new SecretError(
      'secret-forbidden',
      `"${scheme}:" must be followed by a path such as weather/token: names of letters, digits, "-", "_", "~" and ".", with "/" between them.`,
    );
  }
  if (isApart && (segments[0] !== orgId || segments.length < 2)) {
    throw new SecretError(
      'secret-forbidden',
      `References of your organisation begin with "${scheme}:${orgId}/".`,
    );
  }
  return segments;
}
