import type { ErrorSchema } from '@rjsf/utils';
import type { Fault } from '@sprintconnect/plugin-sprintconnect-common';

type Errors = ErrorSchema<unknown> & { __errors?: string[] };

/** Names on the way of a JSON path such as `arguments.a[0]["b c"]`, below its root. Pure. */
export function stepsOf(path: string): string[] {
  const steps = path.matchAll(
    /\.?([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g,
  );
  const names = [...steps].map(([, name, index, quoted]) =>
    quoted ? String(JSON.parse(quoted)) : (name ?? index),
  );
  return names.slice(1);
}

/** Faults of the backend, each at the field that it is of. Pure. */
export function faultErrors(faults: readonly Fault[]): ErrorSchema {
  const root: Errors = {};
  for (const { path, message } of faults) {
    let at = root;
    for (const step of stepsOf(path)) {
      const inner = at as Record<string, Errors>;
      if (!Object.hasOwn(inner, step)) {
        Object.defineProperty(inner, step, {
          ...{ value: {}, enumerable: true, configurable: true },
          writable: true,
        });
      }
      at = inner[step];
    }
    at.__errors = [...(at.__errors ?? []), message];
  }
  return root as ErrorSchema;
}
