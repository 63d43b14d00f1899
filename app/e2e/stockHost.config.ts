import { defineConfig } from '@playwright/test';
import portal from './playwright.config';

/** The walk through a portal that `create-app` made: run `npm run stock-host`. */
export default defineConfig({
  ...portal,
  testMatch: 'stockHost.walk.ts',
  reporter: 'list',
});
