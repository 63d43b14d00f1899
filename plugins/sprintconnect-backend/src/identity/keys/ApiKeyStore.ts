import type {
  AccessRole,
  AccessScope,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Database, RequestContext, Tx } from '../../ports';
import type { MintedKey } from './apiKeyText';

/** One secret of a key, as far as it is kept. */
export interface SecretRecord {
  prefix: string;
  hash: string;
  /** Only of the one before a rotation. */
  expiresAt?: Date;
}

/** A key, with its secrets youngest first. */
export interface ApiKeyRecord {
  id: string;
  orgId: string;
  name: string;
  scopes: AccessScope[];
  roles: AccessRole[];
  dpopThumbprint?: string;
  createdBy: string;
  createdAt: Date;
  expiresAt?: Date;
  lastUsedAt?: Date;
  revokedAt?: Date;
  secrets: SecretRecord[];
}

type Row = Record<string, unknown>;

/** The tables `api_keys`, `api_key_secrets` and `access_revision`. */
export class ApiKeyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async insert(
    tx: Tx,
    ctx: RequestContext,
    what: { key: ApiKeyRecord; minted: MintedKey },
  ): Promise<void> {
    const { key, minted } = what;
    const { dialect } = this.#database;
    await tx('api_keys').insert({
      id: key.id,
      org_id: ctx.orgId,
      name: key.name,
      scopes: dialect.toJson(key.scopes),
      roles: dialect.toJson(key.roles),
      dpop_thumbprint: key.dpopThumbprint ?? null,
      created_by: key.createdBy,
      created_at: key.createdAt,
      expires_at: key.expiresAt ?? null,
    });
    await this.#insertSecret(tx, ctx, {
      keyId: key.id,
      minted,
      at: key.createdAt,
    });
  }

  /** Gives the key a new secret and lets only the one of before live on, until `previousUntil`. */
  async rotate(
    tx: Tx,
    ctx: RequestContext,
    change: {
      key: ApiKeyRecord;
      minted: MintedKey;
      at: Date;
      previousUntil: Date;
      expiresAt?: Date;
    },
  ): Promise<void> {
    const { key, minted, at, previousUntil, expiresAt } = change;
    const mine = { key_id: key.id, org_id: ctx.orgId };
    await tx('api_key_secrets')
      .where(mine)
      .whereNot({ prefix: key.secrets[0].prefix })
      .delete();
    await tx('api_key_secrets')
      .where(mine)
      .update({ expires_at: previousUntil });
    await this.#insertSecret(tx, ctx, { keyId: key.id, minted, at });
    await tx('api_keys')
      .where({ id: key.id, org_id: ctx.orgId })
      .update({ expires_at: expiresAt ?? null });
    await this.#raiseRevision(tx);
  }

  async revoke(
    tx: Tx,
    ctx: RequestContext,
    change: { id: string; at: Date },
  ): Promise<void> {
    await tx('api_keys')
      .where({ id: change.id, org_id: ctx.orgId })
      .update({ revoked_at: change.at });
    await this.#raiseRevision(tx);
  }

  async find(
    ctx: RequestContext,
    id: string,
  ): Promise<ApiKeyRecord | undefined> {
    const rows = await this.#database
      .reader('api_keys')
      .where({ id, org_id: ctx.orgId });
    const [key] = await this.#withSecrets(rows);
    return key;
  }

  /** The key, locked until the transaction ends. */
  async lock(
    tx: Tx,
    ctx: RequestContext,
    id: string,
  ): Promise<ApiKeyRecord | undefined> {
    const rows = await tx('api_keys')
      .where({ id, org_id: ctx.orgId })
      .forUpdate();
    const [key] = await this.#withSecrets(rows, tx);
    return key;
  }

  /** Youngest first. */
  async list(
    ctx: RequestContext,
    page: { before?: string; limit: number },
  ): Promise<ApiKeyRecord[]> {
    const query = this.#database
      .reader('api_keys')
      .where({ org_id: ctx.orgId })
      .orderBy('id', 'desc')
      .limit(page.limit);
    if (page.before) query.andWhere('id', '<', page.before);
    return this.#withSecrets(await query);
  }

  async count(ctx: RequestContext): Promise<number> {
    const row = await this.#database
      .reader('api_keys')
      .where({ org_id: ctx.orgId })
      .count('* as count')
      .first();
    return Number(row?.count);
  }

  /**
   * The key that a secret belongs to, whichever organisation's it is: the organisation is what a credential says.
   * The one read without an organisation; the secret that is then compared stands in its place, and is of the same one.
   */
  async findByPrefix(prefix: string): Promise<ApiKeyRecord | undefined> {
    const { reader } = this.#database;
    const rows = await reader('api_keys').whereIn(['id', 'org_id'], owner =>
      owner
        .from('api_key_secrets')
        .where({ prefix })
        .select('key_id', 'org_id'),
    );
    const [key] = await this.#withSecrets(rows);
    return key;
  }

  /** Grows with each change that ends a secret or a key, of whichever organisation. */
  async revision(): Promise<number> {
    const { reader, dialect } = this.#database;
    const answer = await reader.raw(
      'SELECT revision FROM access_revision WHERE id = 1',
    );
    const [row] = dialect.rowsOf(answer);
    return dialect.fromBigInt(row.revision);
  }

  /** Notes a use, unless another instance noted one since `unlessSince`. */
  async touch(
    key: Pick<ApiKeyRecord, 'id' | 'orgId'>,
    use: { at: Date; unlessSince: Date },
  ): Promise<void> {
    await this.#database
      .reader('api_keys')
      .where({ id: key.id, org_id: key.orgId })
      .andWhere(old =>
        old
          .whereNull('last_used_at')
          .orWhere('last_used_at', '<', use.unlessSince),
      )
      .update({ last_used_at: use.at });
  }

  async #insertSecret(
    tx: Tx,
    ctx: RequestContext,
    secret: { keyId: string; minted: MintedKey; at: Date },
  ): Promise<void> {
    await tx('api_key_secrets').insert({
      prefix: secret.minted.prefix,
      hash: secret.minted.hash,
      org_id: ctx.orgId,
      key_id: secret.keyId,
      created_at: secret.at,
    });
  }

  async #raiseRevision(tx: Tx): Promise<void> {
    await tx('access_revision').where({ id: 1 }).increment('revision', 1);
  }

  async #withSecrets(rows: Row[], tx?: Tx): Promise<ApiKeyRecord[]> {
    if (rows.length === 0) return [];
    const { reader, dialect } = this.#database;
    const secrets: Row[] = await (tx ?? reader)('api_key_secrets')
      .whereIn(
        'key_id',
        rows.map(row => String(row.id)),
      )
      // The current one is the one without an end; times may tie.
      .orderByRaw('case when expires_at is null then 0 else 1 end');
    return rows.map(row => ({
      id: String(row.id),
      orgId: String(row.org_id),
      name: String(row.name),
      scopes: dialect.fromJson<AccessScope[]>(row.scopes) ?? [],
      roles: dialect.fromJson<AccessRole[]>(row.roles) ?? [],
      dpopThumbprint: (row.dpop_thumbprint as string | null) ?? undefined,
      createdBy: String(row.created_by),
      createdAt: dialect.fromTime(row.created_at) as Date,
      expiresAt: dialect.fromTime(row.expires_at),
      lastUsedAt: dialect.fromTime(row.last_used_at),
      revokedAt: dialect.fromTime(row.revoked_at),
      secrets: secrets
        .filter(secret => secret.key_id === row.id)
        .map(secret => ({
          prefix: String(secret.prefix),
          hash: String(secret.hash),
          expiresAt: dialect.fromTime(secret.expires_at),
        })),
    }));
  }
}
