import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where `npm run package` leaves the extension. */
export function packageFile(root) {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return join(root, `${name}-${version}.vsix`);
}
