/**
 * Every word that the pages say, and how it is looked up.
 *
 * Owns: the translation ref of the plugin, the words that several slices say, and the types that hold a message to its gaps.
 * Promises: keys and texts are those of the report of the API; a message without its values does not compile.
 * Never: knows a slice but by its messages, or chooses the language. The portal does.
 * Fails: a message that a translation leaves out is said in English.
 */
export {
  sprintconnectTranslationRef,
  type Translate,
  useMessages,
} from './translation';
