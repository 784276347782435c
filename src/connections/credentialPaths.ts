import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { profileFiles, type AwsEnvironment } from './profileFiles.ts';

/** What may change when credentials do: the two files, and the folders where `aws sso login` and `aws login` keep their tokens. */
export function credentialPaths(env: AwsEnvironment, home = homedir()): { files: string[]; folders: string[] } {
  const { filepath, configFilepath } = profileFiles(env);
  const own = join(home, '.aws');
  const files = [configFilepath ?? join(own, 'config'), filepath ?? join(own, 'credentials')];
  // The CLI keeps tokens below the home folder, wherever the files are.
  return { files, folders: [join(own, 'sso', 'cache'), join(own, 'login', 'cache')] };
}

/** Whether something that changed concerns them. */
export function concerns(path: string, { files, folders }: { files: string[]; folders: string[] }): boolean {
  return files.includes(path) || folders.includes(dirname(path));
}
