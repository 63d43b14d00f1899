import PromiseRouter from 'express-promise-router';
import type { Router } from 'express';

/** An express router whose handlers may be async: what they throw reaches the problem handler. */
export function createRouter(): Router {
  return PromiseRouter();
}
