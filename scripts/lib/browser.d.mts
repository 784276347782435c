import type { Browser } from 'playwright-core';

/** For the TypeScript tests: what browser.mjs does. */
export function findBrowser(): string | undefined;
export function launchBrowser(executablePath: string): Promise<Browser>;
