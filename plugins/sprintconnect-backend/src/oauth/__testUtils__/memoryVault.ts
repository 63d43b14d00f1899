import {
  SecretError,
  type SealedSecret,
  type SecretPlace,
  type SecretVault,
} from '../../ports';

/** A vault that keeps secrets in memory, as they are. Shared by those who are given it. */
export interface MemoryVault extends SecretVault {
  kept: Map<string, string>;
}

const nameOf = ({ orgId, holder, field, version }: SecretPlace) =>
  JSON.stringify([orgId, holder, field, version]);

export function memoryVault(): MemoryVault {
  const kept = new Map<string, string>();
  const forget = (
    orgId: string,
    holder: string,
    belowVersion = Number.MAX_SAFE_INTEGER,
  ) => {
    for (const name of kept.keys()) {
      const [org, held, , version] = JSON.parse(name);
      if (org === orgId && held === holder && version < belowVersion) {
        kept.delete(name);
      }
    }
  };
  return {
    kept,
    seal: async (place, sealed): Promise<SealedSecret> => ({ place, sealed }),
    keep: async (_tx, { place, sealed }) => {
      kept.set(nameOf(place), sealed);
    },
    open: async place => {
      const text = kept.get(nameOf(place));
      if (text !== undefined) return text;
      throw new SecretError('secret-missing', 'Nobody has kept it');
    },
    destroy: async (_tx, { orgId, holder, belowVersion }) =>
      forget(orgId, holder, belowVersion),
    resolve: async reference => {
      throw new SecretError('secret-missing', `There is no ${reference}`);
    },
  };
}
