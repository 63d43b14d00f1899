/**
 * What the schemas of settings are made of. Every slice that can be configured exports a schema of its section, plumbing
 * too, so this lies below all storeys, beside `http` and `pace`; `config.ts` composes the sections.
 *
 * Owns nothing: no table, no route, and no setting.
 *
 * Promises: numbers and booleans may come as text, as environment variables do; a section or list without a value, which
 * YAML calls null, is an empty one; text without content is no number.
 *
 * Never: reads the configuration or the environment.
 *
 * Fails: with the issues of zod, whose paths `config.ts` tells.
 */
export {
  booleanSetting,
  count,
  environmentName,
  list,
  numberSetting,
  section,
  textAsList,
} from './settingSchemas';
