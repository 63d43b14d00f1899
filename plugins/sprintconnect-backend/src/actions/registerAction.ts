import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { toJsonSchema } from '@sprintconnect/plugin-sprintconnect-common';
import type { z as z3 } from 'zod/v3';
import type { Action } from './Action';
import type { ActionGate } from './ActionDeps';
import { invokeAction } from './invokeAction';
import { toZodV3 } from './toZodV3';

type AnyObject = z3.ZodObject<z3.ZodRawShape>;

/** Tells Backstage of an action, in the words and schemas of its registry. */
export function registerAction(
  registry: ActionsRegistryService,
  action: Action,
  gate: ActionGate,
): void {
  const { name, title, description, isRead } = action;
  const destructive = action.isDestructive ?? false;
  registry.register({
    name,
    title,
    description,
    attributes: { readOnly: isRead, destructive, idempotent: isRead },
    ...(action.visibilityPermission && {
      visibilityPermission: action.visibilityPermission,
    }),
    schema: {
      input: once(z =>
        toZodV3(z, toJsonSchema(action.input))
          // The registry would tell of faults as JSON of zod. What its schema refuses goes on as it came, to be refused in our words.
          .catch(({ input }: { input: unknown }) => input),
      ),
      output: once(z =>
        toZodV3(z, toJsonSchema(action.output), { isTrusted: true }),
      ),
    },
    action: async ({ input, credentials }) => ({
      output: (await invokeAction(gate, action, {
        input,
        credentials,
      })) as never,
    }),
  });
}

/** The registry asks for a schema at every call. */
function once(
  make: (z: typeof z3) => z3.ZodTypeAny,
): (z: typeof z3) => AnyObject {
  let made: z3.ZodTypeAny | undefined;
  return z => (made ??= make(z)) as unknown as AnyObject;
}
