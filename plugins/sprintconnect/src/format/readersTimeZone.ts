/** The time zone of the reader's browser, as IANA names it, such as "Europe/Berlin". */
export function readersTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
