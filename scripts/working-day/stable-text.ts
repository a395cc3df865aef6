// What differs from run to run, made the same. Nothing else of what a terminal printed is changed.
import { join } from 'node:path';
import type { Scene } from './scene.ts';

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Makes texts of this scene the same in every run. The free ports have five digits too, so tables keep their form. */
export function stabilizer(scene: Scene): (text: string) => string {
  const places: readonly (readonly [string, string])[] = [
    // Views show hosts alone: the URLs come first, then what is left of them.
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
    // PKCE, state, nonce, the listener's port and versions are in it.
    [/(\/oauth2\/v2\.0\/authorize\?client_id=[0-9a-f-]+)\S+/g, '$1&…'],
    [new RegExp(`(correlation ID[\\s|]+)${guid}`, 'g'), '$1c0000000-0000-4000-8000-000000000000'],
    [/\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d \+00:00/g, '11/25/2026 09:59:59 +00:00'],
  ];
  return (text) => {
    const placed = places.reduce((result, [from, to]) => result.replaceAll(from, to), text);
    return patterns.reduce((result, [from, to]) => result.replace(from, to), placed);
  };
}
