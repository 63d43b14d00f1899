const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(each => each.close()));
});

/** Closes what a test opened once that test is over, however it ends. */
export function closedAfterTest<T extends { close(): unknown }>(opened: T): T {
  open.push(opened);
  return opened;
}
