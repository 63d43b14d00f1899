/** A logger whose calls a test can read, such as `mockServices.logger.mock()`. */
interface ReadableLogger {
  warn: { mock: { calls: unknown[][] } };
  error: { mock: { calls: unknown[][] } };
}

/**
 * Stops what works in the background and gives the messages that were logged until then, oldest first. A look before
 * that sees only what the work has said so far, and may miss what it says when it ends.
 */
export async function logOnceStopped(world: {
  stop(): Promise<unknown>;
  logger: ReadableLogger;
}): Promise<{ warn: unknown[]; error: unknown[] }> {
  await world.stop();
  const { warn, error } = world.logger;
  const messagesOf = ({ mock }: ReadableLogger['warn']) =>
    mock.calls.map(([message]) => message);
  return { warn: messagesOf(warn), error: messagesOf(error) };
}
