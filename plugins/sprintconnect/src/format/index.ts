/**
 * How times, lengths of time, numbers, shares and sizes are written.
 *
 * Owns: every use of `Intl` for what is read on a page (lint refuses it elsewhere).
 * Promises: the language is that of the messages, `appLanguageApiRef`, so that a page does not mix two; a length of time
 * and a size always have their unit; what is written changes with the language, without reload.
 * Never: chooses what is worth telling, or asks the browser for its language. The time zone is the browser's, because
 * Backstage has none of its own; `exact` names it.
 * Fails: a language that `Intl` does not know is written as the browser's default language would be.
 */
export { createFormats, type DateForm, type Formats } from './createFormats';
export { readersTimeZone } from './readersTimeZone';
export { useFormats } from './useFormats';
