import type { Clock, Database } from '../../ports';

/** Whose it is: nobody else finds it. */
export interface Owner {
  orgId: string;
  /** A digest of who calls. */
  caller: string;
}

/** What there is to say to whoever waits for a held call. All texts are sealed. */
export type HeldState =
  | { outcome: string }
  /** By the id of each, in the order in which they were asked. */
  | { questions: ReadonlyMap<string, string> }
  /** Its process has not said for long that it lives. */
  | { isDead: true };

/** A process says every 5 s that it holds a call; after so long without it is dead. */
const DEAD_AFTER_MS = 20_000;
/** The longest time that a call is held, with its questions. */
const HELD_MS = 3600 * 1000;
/** How long an outcome waits for whoever asks for it. */
const OUTCOME_MS = 120_000;

/** The tables `held_calls` and `held_questions`. */
export class HeldStore {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async hold(id: string, { orgId, caller }: Owner): Promise<void> {
    await this.#write(tx =>
      tx('held_calls')
        .insert({
          ...{ id, org_id: orgId, caller },
          ...{ seen_at: this.#now(), expires_at: this.#in(HELD_MS) },
          is_cancelled: false,
        })
        .onConflict('id')
        .ignore(),
    );
  }

  async ask(
    question: { id: string; callId?: string; text?: string },
    { orgId, caller }: Owner,
  ): Promise<void> {
    const { id, callId, text } = question;
    await this.#write(tx =>
      tx('held_questions')
        .insert({
          ...{ id, org_id: orgId, caller, call_id: callId, question: text },
          ...{ asked_at: this.#now(), expires_at: this.#in(HELD_MS) },
        })
        .onConflict('id')
        .ignore(),
    );
  }

  /** False where nobody asked this of them, or it was answered already. `callId`: null for a question of no held call. */
  async answer(
    { id, callId }: { id: string; callId: string | null },
    owner: Owner,
    text: string,
  ): Promise<boolean> {
    const answered = await this.#write(tx =>
      tx('held_questions')
        .where({ id, org_id: owner.orgId, caller: owner.caller })
        .where({ call_id: callId })
        .whereNull('answer')
        .where('expires_at', '>', this.#now())
        .update({ answer: text }),
    );
    return answered === 1;
  }

  /** Those of these questions that are answered. */
  async answers(ids: readonly string[]): Promise<Map<string, string>> {
    const rows: { id: string; answer: string }[] = await this.#database
      .reader('held_questions')
      .whereIn('id', [...ids])
      .whereNotNull('answer')
      .select('id', 'answer');
    return new Map(rows.map(({ id, answer }) => [id, answer]));
  }

  async forgetQuestion(id: string): Promise<void> {
    await this.#write(tx => tx('held_questions').where({ id }).delete());
  }

  /** Whether there is such a call of theirs. */
  async isHeld(id: string, { orgId, caller }: Owner): Promise<boolean> {
    const row = await this.#database
      .reader('held_calls')
      .where({ id, org_id: orgId, caller })
      .where('expires_at', '>', this.#now())
      .first('id');
    return row !== undefined;
  }

  /** Of these calls, what there is to say. */
  async states(ids: readonly string[]): Promise<Map<string, HeldState>> {
    const { reader, dialect } = this.#database;
    const calls: { id: string; outcome: string | null; seen_at: unknown }[] =
      await reader('held_calls')
        .whereIn('id', [...ids])
        .select('id', 'outcome', 'seen_at');
    const asked: { id: string; call_id: string; question: string }[] =
      await reader('held_questions')
        .whereIn('call_id', [...ids])
        .whereNull('answer')
        .orderBy('asked_at')
        .orderBy('id')
        .select('id', 'call_id', 'question');
    const states = new Map<string, HeldState>();
    const dead = this.#now().getTime() - DEAD_AFTER_MS;
    for (const id of ids) {
      const call = calls.find(each => each.id === id);
      const questions = asked.filter(({ call_id }) => call_id === id);
      const seenAt = call && dialect.fromTime(call.seen_at)!.getTime();
      if (!call || (call.outcome === null && seenAt! < dead)) {
        states.set(id, { isDead: true });
      } else if (call.outcome !== null) {
        states.set(id, { outcome: call.outcome });
      } else if (questions.length > 0) {
        states.set(id, {
          questions: new Map(questions.map(each => [each.id, each.question])),
        });
      }
    }
    return states;
  }

  /** Says that these calls are held still, and gives those of them that their client has cancelled. */
  async beat(ids: readonly string[]): Promise<string[]> {
    await this.#write(tx =>
      tx('held_calls')
        .whereIn('id', [...ids])
        .update({ seen_at: this.#now(), expires_at: this.#in(HELD_MS) }),
    );
    return this.#database
      .reader('held_calls')
      .whereIn('id', [...ids])
      .where('is_cancelled', true)
      .pluck('id');
  }

  async cancel(id: string): Promise<void> {
    await this.#write(tx =>
      tx('held_calls').where({ id }).update({ is_cancelled: true }),
    );
  }

  async end(id: string, outcome: string): Promise<void> {
    await this.#write(tx =>
      tx('held_calls')
        .where({ id })
        .update({ outcome, expires_at: this.#in(OUTCOME_MS) }),
    );
  }

  /** Forgets a call with its questions. False where somebody else has. */
  async forget(id: string): Promise<boolean> {
    return this.#database.transaction(async tx => {
      await tx('held_questions').where({ call_id: id }).delete();
      return (await tx('held_calls').where({ id }).delete()) === 1;
    });
  }

  /** Forgets up to `limit` rows of each table that nobody may ask for any more. */
  async prune(limit: number): Promise<number> {
    let pruned = 0;
    for (const table of ['held_questions', 'held_calls']) {
      pruned += await this.#database.transaction(tx =>
        tx(table)
          .whereIn(
            'id',
            tx(table)
              .where('expires_at', '<=', this.#now())
              .orderBy('expires_at')
              .limit(limit)
              .select('id'),
          )
          .delete(),
      );
    }
    return pruned;
  }

  /** Each of these may be done twice. */
  #write<T>(work: Parameters<Database['transaction']>[0]): Promise<T> {
    return this.#database.transaction(work, {
      isRepeatable: true,
    }) as Promise<T>;
  }

  #now(): Date {
    return this.#clock.now();
  }

  #in(ms: number): Date {
    return new Date(this.#now().getTime() + ms);
  }
}
