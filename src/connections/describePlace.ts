import type { AwsChoice } from './connectionChoice.ts';
import { placeOf } from './place.ts';
import { readProfiles, type AwsEnvironment } from './profiles.ts';

/** Where a choice sends its requests when not to AWS, known without connecting. */
export async function endpointOf(choice: AwsChoice, env: AwsEnvironment): Promise<string | undefined> {
  return placeOf(choice, await readProfiles(env), env).endpoint;
}
