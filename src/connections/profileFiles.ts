/** The variables of the process, as far as they say how AWS is reached. */
export type AwsEnvironment = Readonly<Record<string, string | undefined>>;

/** Where the two files are, when the environment says so. */
export function profileFiles(env: AwsEnvironment): { filepath?: string; configFilepath?: string } {
  const { AWS_SHARED_CREDENTIALS_FILE: filepath, AWS_CONFIG_FILE: configFilepath } = env;
  return { ...(filepath && { filepath }), ...(configFilepath && { configFilepath }) };
}

export const usualConfigFile = '~/.aws/config';

/** The configuration file, as the user knows it. */
export function configFileName(env: AwsEnvironment): string {
  return env['AWS_CONFIG_FILE'] || usualConfigFile;
}
