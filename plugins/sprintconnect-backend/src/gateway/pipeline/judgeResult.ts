import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { Refusal } from '../call/CallAnswer';
import type { Passage } from './Passage';
import { resultInvalid } from './refusals';
import type { StepDeps } from './steps';

/** Measures what a tool gave by its output schema, as the settings ask for. Gives the refusal of one that may not pass. */
export function judgeResult(
  { asked, found }: Passage,
  result: JsonObject,
  { schemas, settings, logger }: StepDeps,
): Refusal | undefined {
  const mode = found!.server.calls?.outputSchema ?? settings.outputSchema;
  const { outputSchema, digest, name } = found!.capability!;
  const isExempt =
    mode === 'off' ||
    asked.method !== 'tools/call' ||
    result.isError === true ||
    isUnfinished(result);
  if (isExempt || !outputSchema) return undefined;
  const { structuredContent } = result;
  const { faults, note } =
    structuredContent === undefined
      ? { faults: [{ path: 'structuredContent', message: 'is required' }] }
      : schemas.judge(JSON.parse(JSON.stringify(structuredContent)), {
          schema: outputSchema,
          key: `output ${digest}`,
          root: 'structuredContent',
        });
  if (!faults && !note) return undefined;
  const why = faults
    ? faults.map(({ path, message }) => `${path} ${message}`).join('; ')
    : note;
  logger.warn(
    `A result of ${JSON.stringify(name)} of the server ${found!.server.name} wasn't as its output schema says: ${why}`,
  );
  return faults && mode === 'strict' ? resultInvalid(faults) : undefined;
}

/** It asks for input first (MCP 2026-07-28). */
export function isUnfinished({ resultType }: JsonObject): boolean {
  return resultType === 'input_required';
}
