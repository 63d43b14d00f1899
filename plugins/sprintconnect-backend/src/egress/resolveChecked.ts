import { EgressError } from '../ports';
import type { Resolve } from './createResolve';
import type { DestinationPolicy } from './DestinationPolicy';
import { noteAddresses } from './refusedAddresses';

/** Every address of a name, each of which may be dialled. Rejects where there is none, and where one of them may not. */
export async function resolveChecked(
  host: string,
  port: number,
  options: { resolve: Resolve; policy(): DestinationPolicy },
): Promise<Awaited<ReturnType<Resolve>>> {
  const addresses = await options.resolve(host);
  if (addresses.length === 0) throw unresolved(host);
  const policy = options.policy();
  for (const { address } of addresses) {
    const refusal = policy.refusalOfAddress(host, port, address);
    if (refusal) {
      throw noteAddresses(
        refusal,
        addresses.map(each => each.address),
      );
    }
  }
  return addresses;
}

export function unresolved(hostname: string): EgressError {
  return new EgressError(
    'name-not-resolved',
    `Couldn't reach ${hostname}: the host wasn't found; check the spelling.`,
  );
}
