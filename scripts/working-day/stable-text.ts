// Replaces what differs from run to run. Nothing else of the terminal's output is changed.
import { join } from 'node:path';
import type { Scene } from './scene.ts';

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Returns a function that makes texts of this scene equal in every run. Ports keep five digits, so tables keep their width. */
export function stabilizer(scene: Scene): (text: string) => string {
  const places: readonly (readonly [string, string])[] = [
    // Views show hosts without https://, so the whole URLs are replaced first, then the hosts.
    [scene.cloud.loginUrl, 'https://localhost:50001'],
    [scene.cloud.armUrl, 'https://localhost:50002'],
    [scene.nationalCloud.loginUrl, 'https://localhost:50003'],
    [scene.nationalCloud.armUrl, 'https://localhost:50004'],
    [new URL(scene.cloud.loginUrl).host, 'localhost:50001'],
    [new URL(scene.cloud.armUrl).host, 'localhost:50002'],
    [new URL(scene.nationalCloud.loginUrl).host, 'localhost:50003'],
    [new URL(scene.nationalCloud.armUrl).host, 'localhost:50004'],
    [join(scene.folder, 'home'), '/home/alex'],
    [join(scene.folder, 'runner'), '/home/runner'],
  ];
  const patterns: readonly (readonly [RegExp, string])[] = [
    // It has PKCE, state, nonce, the port of the listener and versions.
    [/(\/oauth2\/v2\.0\/authorize\?client_id=[0-9a-f-]+)\S+/g, '$1&…'],
    [new RegExp(`(correlation ID[\\s|]+)${guid}`, 'g'), '$1c0000000-0000-4000-8000-000000000000'],
    [/\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d \+00:00/g, '11/25/2026 09:59:59 +00:00'],
  ];
  return (text) => {
    const placed = places.reduce((result, [from, to]) => result.replaceAll(from, to), text);
    return patterns.reduce((result, [from, to]) => result.replace(from, to), placed);
  };
}
