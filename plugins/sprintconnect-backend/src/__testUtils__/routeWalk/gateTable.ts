import type { ProblemKind } from '@sprintconnect/plugin-sprintconnect-common';

/**
 * The order in which the gate asks, and what each stage answers who fails there. `gateOrder.test.ts` sends what fails at
 * one stage, and at one and the next at once: the earlier one has to answer. What is cheap and what everybody must pass
 * come first, and nothing is said about a resource before the last stage.
 */
export const GATE = `
stage          status  kind                        says
address limit  429     rate-limited                requests per minute
credential     401     -                           revoked
binding        401     -                           bound to a key
organisation   403     organisation-not-choosable  can't choose its organisation
caller limit   429     rate-limited                2 requests per minute
permission     403     permission-missing          sprintconnect.server.create
`;

/** One row: what is answered who fails at this stage. */
export interface Stage {
  stage: string;
  status: number;
  /** Absent where the status says it all. */
  kind?: ProblemKind;
  /** Words of its detail. */
  says: string;
}

/** The table, in its order. */
export function readGate(): Stage[] {
  const rows = GATE.trim().split('\n').slice(1);
  return rows.map(row => {
    const [stage, status, kind, says] = row.split(/ {2,}/);
    return {
      stage,
      status: Number(status),
      kind: kind === '-' ? undefined : (kind as ProblemKind),
      says,
    };
  });
}
