import { createHash } from 'node:crypto';
import type { AwsChoice } from './connectionChoice.ts';
import { profileFiles, type AwsEnvironment } from './profileFiles.ts';

/**
 * A text that is another when what the files say of a choice is: its profile, the profiles that it takes its credentials from, their SSO
 * sessions and services. It holds no secret that could be read from it.
 */
export async function profileFingerprint(choice: AwsChoice, env: AwsEnvironment): Promise<string> {
  const { loadSharedConfigFiles } = await import('../sagemaker/sdk/profilesSdk.ts');
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ...profileFiles(env), ignoreCache: true });
  // What of the environment says whose credentials are found; no secret among it.
  const sections: unknown[] = choice.kind === 'environment' ? found.map((name) => env[name]) : [];
  const seen = new Set<string>();
  let name: string | undefined = choice.kind === 'profile' ? choice.profile : env['AWS_PROFILE'] || 'default';
  while (name !== undefined && !seen.has(name)) {
    seen.add(name);
    const section: Readonly<Record<string, string | undefined>> = { ...configFile[name], ...credentialsFile[name] };
    sections.push(name, sorted(section));
    for (const kind of ['sso_session', 'services'])
      sections.push(sorted(configFile[`${kind.replace('_', '-')}.${section[kind]}`] ?? {}));
    name = section['source_profile'];
  }
  return createHash('sha256').update(JSON.stringify(sections)).digest('hex');
}

const found = [
  'AWS_ACCESS_KEY_ID',
  'AWS_ROLE_ARN',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

const sorted = (section: object): unknown[] => Object.entries(section).sort(([a], [b]) => (a < b ? -1 : 1));
