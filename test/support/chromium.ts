// The browser for the tests of sign-in pages.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const debians = '/usr/bin/chromium';

/**
 * Starts Debian's Chromium headless, or Chrome if there is no Chromium.
 * @throws Error if neither is installed
 */
export function launchChromium(args: readonly string[] = []): Promise<Browser> {
  const browser = existsSync(debians) ? { executablePath: debians } : { channel: 'chrome' };
  return chromium.launch({ ...browser, args: ['--no-sandbox', ...args] });
}
