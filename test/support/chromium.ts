// The browser that draws the pages of a sign-in.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const debians = '/usr/bin/chromium';

/**
 * Starts Debian's Chromium without a window, or Chrome where there is none.
 * @throws Error when neither is installed
 */
export function launchChromium(args: readonly string[] = []): Promise<Browser> {
  const browser = existsSync(debians) ? { executablePath: debians } : { channel: 'chrome' };
  return chromium.launch({ ...browser, args: ['--no-sandbox', ...args] });
}
