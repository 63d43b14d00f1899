/** Lets timers and sockets have their turn: on SQLite a statement holds up the whole process while it runs. */
export function nextTurn(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve);
  });
}
