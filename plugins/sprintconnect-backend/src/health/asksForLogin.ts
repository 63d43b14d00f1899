/** Whether a probe was answered by the wish for a login: the server works, and nothing more can be known of it. Pure. */
export function asksForLogin(probe: { error?: { code: string } }): boolean {
  return probe.error?.code === 'login-required';
}
