import type { Session } from '../sagemaker/session.ts';
import { accountAlias } from './accountAlias.ts';
import type { AwsChoice } from './connectionChoice.ts';
import { placeOf } from './place.ts';
import { productionReason } from './production.ts';
import type { AwsEnvironment } from './profileFiles.ts';
import { readProfiles } from './profiles.ts';

/**
 * Why an AWS connection counts as production; undefined where it does not.
 * @param session - Where there is one, its account's alias counts too.
 */
export async function placeProduction(
  choice: AwsChoice,
  session: Pick<Session, 'clients'> | undefined,
  { env, patterns }: { readonly env: AwsEnvironment; readonly patterns: readonly string[] },
): Promise<string | undefined> {
  const { profileName, profile } = placeOf(choice, await readProfiles(env), env);
  const signs = { profile: profileName, declared: profile?.production };
  const ofProfile = productionReason(signs, patterns);
  if (ofProfile !== undefined || signs.declared === false || session === undefined) return ofProfile;
  return productionReason({ ...signs, accountAlias: await accountAlias(session.clients) }, patterns);
}
