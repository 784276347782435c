import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { profileFiles, type AwsEnvironment } from './profileFiles.ts';
import { sectionEndpoints, type ServiceEndpoints } from './serviceEndpoints.ts';

/** A profile as its files describe it; nothing of it is secret. */
export interface ProfileFacts {
  readonly name: string;
  /** How it gets its credentials, in a word or two. */
  readonly how: string;
  readonly region?: string;
  /** Where its requests go instead of AWS. */
  readonly endpoint?: string;
  /** Where single services are asked instead: its section of services. */
  readonly serviceEndpoints?: ServiceEndpoints;
  /** Whether getting credentials may ask the user for something: a code, or whatever an own program asks. */
  readonly asks: boolean;
  /** Its own word whether it is production: `sagemaker_workbench_production`, a setting that other tools pass over. */
  readonly production?: boolean;
}

type Section = Readonly<Record<string, string | undefined>>;

/** A file of which not all was understood. */
export interface UnreadFile {
  readonly path: string;
  /** Of the first line that is neither a section nor a setting, from 1. */
  readonly line: number;
}

/** The files that hold what the SDK's reader passes over in silence. */
export async function findUnread(env: AwsEnvironment, home = homedir()): Promise<UnreadFile[]> {
  const paths = [
    env['AWS_CONFIG_FILE'] || join(home, '.aws', 'config'),
    env['AWS_SHARED_CREDENTIALS_FILE'] || join(home, '.aws', 'credentials'),
  ];
  const found = await Promise.all(
    paths.map(async (path) => {
      const text = await readFile(path, 'utf8').catch(() => ''); // not there, or not readable: readProfiles has none of it either
      return { path, line: text.split(/\r?\n/).findIndex((line) => !understood.test(line)) + 1 };
    }),
  );
  return found.filter(({ line }) => line > 0);
}

/** A blank line, a comment, a section or a setting. */
const understood = /^\s*($|[#;]|\[[^\]]+\]\s*($|[#;])|[^=\s][^=]*=)/;

/** The profiles of the configuration and credentials files, by name; none when there are no files. */
export async function readProfiles(env: AwsEnvironment): Promise<ProfileFacts[]> {
  const { loadSharedConfigFiles } = await import('../sagemaker/sdk/profilesSdk.ts');
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ...profileFiles(env), ignoreCache: true });
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  return [...names]
    .filter((name) => !/^(sso-session|services)\./.test(name))
    .sort((a, b) => Number(b === 'default') - Number(a === 'default') || a.localeCompare(b))
    .map((name) => {
      const section = { ...configFile[name], ...credentialsFile[name] };
      return factsOf(name, section, sectionEndpoints(configFile[`services.${section['services']}`]));
    });
}

function factsOf(name: string, section: Section, serviceEndpoints: ServiceEndpoints): ProfileFacts {
  const { region, endpoint_url: endpoint, sagemaker_workbench_production: production } = section;
  return {
    name,
    how: howOf(section),
    ...(region && { region }),
    ...(endpoint && { endpoint }),
    ...(Object.keys(serviceEndpoints).length > 0 && { serviceEndpoints }),
    asks: section['mfa_serial'] !== undefined || section['credential_process'] !== undefined,
    ...(production !== undefined && { production: /^(true|yes|1)$/i.test(production.trim()) }),
  };
}

/** `how` of a profile that names no way to credentials. */
export const noCredentialsAtAll = 'no credentials';

/** In the order in which the SDK's provider chain looks. */
function howOf(section: Section): string {
  if (section['role_arn'] !== undefined && section['web_identity_token_file'] === undefined)
    return section['mfa_serial'] === undefined ? 'role' : 'role with MFA';
  if (section['aws_access_key_id'] !== undefined) return 'access key';
  if (section['web_identity_token_file'] !== undefined) return 'web identity';
  if (section['credential_process'] !== undefined) return 'program';
  if (section['sso_session'] !== undefined || section['sso_start_url'] !== undefined) return 'SSO';
  if (section['login_session'] !== undefined) return 'AWS login';
  return noCredentialsAtAll;
}
