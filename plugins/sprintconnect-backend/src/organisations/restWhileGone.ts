import { FinalJobError, type JobHandler, type Organisations } from '../ports';

/** These handlers, but for jobs of an organisation that is gone: those end as failed, and nothing is done for them. */
export function restWhileGone(
  organisations: Organisations,
  handlers: readonly JobHandler[],
): JobHandler[] {
  return handlers.map(handler => ({
    ...handler,
    async run(job) {
      const gone = await organisations.gone([job.orgId]);
      if (gone.has(job.orgId)) {
        throw new FinalJobError(
          `The organisation ${job.orgId} is no longer in the catalog, so this job is skipped.`,
        );
      }
      return handler.run(job);
    },
  }));
}
