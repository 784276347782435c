import { watch } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '../shared/clock.ts';
import { Disposable, type IDisposable } from '../shared/disposable.ts';
import { codeOf } from '../shared/errors.ts';
import { concerns, credentialPaths } from './credentialPaths.ts';
import type { AwsEnvironment } from './profileFiles.ts';

/** Calls back a moment after the last change of the files that credentials come from. */
export type WatchCredentials = (changed: () => void) => IDisposable;

/** Tools write them in several steps. */
const calm = 400;

/** Watches the folders of the files: what is replaced as a whole is another file. What cannot be watched is found by the next retry. */
export class CredentialWatch extends Disposable {
  private timer: IDisposable | undefined;

  constructor(
    env: AwsEnvironment,
    private readonly clock: Clock,
    private readonly changed: () => void,
    log: (line: string) => void,
  ) {
    super();
    this.register({ dispose: () => this.timer?.dispose() });
    const paths = credentialPaths(env);
    for (const folder of new Set([...paths.files.map((file) => dirname(file)), ...paths.folders])) {
      try {
        const watcher = watch(folder, { persistent: false }, (_event, name) => {
          if (name === null || concerns(join(folder, name), paths)) this.soon();
        });
        watcher.on('error', (error) => log(`${folder} is no longer watched: ${error.message}`));
        this.register({ dispose: () => watcher.close() });
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') log(`${folder} is not watched: ${String(error)}`);
      }
    }
  }

  private soon(): void {
    this.timer?.dispose();
    this.timer = this.clock.schedule(this.changed, calm);
  }
}
