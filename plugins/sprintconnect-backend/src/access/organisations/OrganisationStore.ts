import type { Database, RequestContext } from '../../ports';
import type { Organisation } from './Organisation';

/** An organisation as it is kept. */
export interface OrganisationRecord extends Organisation {
  slug: string;
  createdAt: Date;
}

/** The table `organizations`. */
export class OrganisationStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Makes the row, or corrects its title and group where the catalog says other ones. */
  async see(organisation: Organisation, at: Date): Promise<void> {
    const { id, title, entityRef } = organisation;
    const { reader, dialect } = this.#database;
    const settings = dialect.toJson({ entityRef });
    const insert = reader('organizations')
      .insert({ id, slug: id, title, settings, created_at: at })
      .onConflict('id');
    await (entityRef ? insert.merge({ title, settings }) : insert.ignore());
  }

  async find(id: string): Promise<OrganisationRecord | undefined> {
    const { reader, dialect } = this.#database;
    const row = await reader('organizations').where({ id }).first();
    if (!row) return undefined;
    const { entityRef } =
      dialect.fromJson<{ entityRef?: string }>(row.settings) ?? {};
    return {
      id: String(row.id),
      slug: String(row.slug),
      title: String(row.title),
      ...(entityRef && { entityRef }),
      createdAt: dialect.fromTime(row.created_at) as Date,
    };
  }

  /** How many keys and given roles there are. */
  async counts(
    ctx: RequestContext,
  ): Promise<{ apiKeys: number; roleBindings: number }> {
    const count = async (table: string) => {
      const row = await this.#database
        .reader(table)
        .where({ org_id: ctx.orgId })
        .count('* as n')
        .first();
      return Number(row?.n);
    };
    return {
      apiKeys: await count('api_keys'),
      roleBindings: await count('role_bindings'),
    };
  }
}
