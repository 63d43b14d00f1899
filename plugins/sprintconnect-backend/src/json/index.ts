/**
 * json: JSON that loses nothing.
 *
 * Owns how text becomes values where it is passed on to somebody else: numbers that JavaScript cannot hold stay as they were written. The
 * reading itself is in the common package, because pages read so, too.
 *
 * Promises: what `parseExactly` read and `JSON.stringify` writes says the same numbers, to the last digit. A plain reading stands beside it
 * for whoever validates or judges.
 *
 * Never: asks what the values mean, or changes a name.
 *
 * How it fails: with SyntaxError for text that is no JSON.
 */
export { parseExactly } from '@sprintconnect/plugin-sprintconnect-common';
