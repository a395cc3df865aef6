// The browser for the tests of sign-in pages.
import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

const debians = '/usr/bin/chromium';

/**
 * Starts Debian's Chromium headless, or Chrome if there is no Chromium.
 * @throws Error if neither is installed
 */
export async function launchChromium(args: readonly string[] = []): Promise<Browser> {
  // Loaded here: scripts import this file with others.
  const { chromium } = await import('playwright-core');
  const browser = existsSync(debians) ? { executablePath: debians } : { channel: 'chrome' };
  return chromium.launch({ ...browser, args: ['--no-sandbox', ...args] });
}
