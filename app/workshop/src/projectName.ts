const PATTERN = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LENGTH_MAX = 50;

/**
 * Whether a project may be called so: lower-case words with dashes between them, at most 50 characters. Such a name is one
 * segment of a path, never begins with a dot, and is no flag.
 */
export const isProjectName = (name: string): boolean =>
  name.length <= LENGTH_MAX && PATTERN.test(name);
