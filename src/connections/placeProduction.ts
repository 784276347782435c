import type { Session } from '../sagemaker/session.ts';
import { accountAlias, unknownAlias } from './accountAlias.ts';
import type { AwsChoice } from './connectionChoice.ts';
import { placeOf } from './place.ts';
import { productionReason, type Production } from './production.ts';
import type { AwsEnvironment } from './profileFiles.ts';
import { readProfiles } from './profiles.ts';

interface ProductionInput {
  readonly env: AwsEnvironment;
  /** Names of production. */
  readonly patterns: readonly string[];
  /** How many milliseconds the account's alias is waited for, where not as long as it may take. */
  readonly patience?: number;
}

/**
 * Why an AWS connection counts as production, or may be it; undefined where it does not.
 * @param session - Where there is one, its account's alias counts too.
 */
export async function placeProduction(
  choice: AwsChoice,
  session: Pick<Session, 'clients'> | undefined,
  { env, patterns, patience }: ProductionInput,
): Promise<Production | undefined> {
  const { profileName, profile } = placeOf(choice, await readProfiles(env), env);
  const signs = { profile: profileName, declared: profile?.production };
  const certain = (reason: string | undefined): Production | undefined =>
    reason === undefined ? undefined : { reason, isCertain: true };
  const ofProfile = certain(productionReason(signs, patterns));
  if (ofProfile !== undefined || signs.declared === false || session === undefined) return ofProfile;
  const alias = await accountAlias(session.clients, patience);
  if (alias !== unknownAlias) return certain(productionReason({ ...signs, accountAlias: alias }, patterns));
  const { accountId } = session.clients.connection;
  return { reason: `IAM did not tell what the account ${accountId} is called`, isCertain: false };
}
