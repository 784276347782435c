import { keyOf, type AwsChoice, type ConnectionChoice } from './connectionChoice.ts';
import { placeOf } from './place.ts';
import { productionReason } from './production.ts';
import type { AwsEnvironment } from './profileFiles.ts';
import { noCredentialsAtAll, type ProfileFacts } from './profiles.ts';
import { redirectionText } from './serviceEndpoints.ts';

/** A way into AWS as a list offers it. */
export interface ConnectionRow {
  /** With the region that it leads to, where one is known: choosing the row leads there and nowhere else. */
  readonly choice: AwsChoice;
  readonly name: string;
  /** How it gets its credentials, in a word or two. */
  readonly how: string;
  readonly region?: string;
  /** Why it counts as production, by what the files tell. */
  readonly production?: string;
  /** Which of its requests go where instead of to AWS. */
  readonly redirection?: string;
  /** It leads nowhere, whatever its region. */
  readonly hasNoCredentials: boolean;
}

/** What a list offers; each place once. */
export interface ConnectionRows {
  /** Where it is worked now, in its own region; undefined on the local engine. */
  readonly inUse?: ConnectionRow;
  /** Newest first. */
  readonly recent: readonly ConnectionRow[];
  /** Every profile in its own region and the environment, but for what stands in the others. */
  readonly others: readonly ConnectionRow[];
}

interface RowsInput {
  readonly profiles: readonly ProfileFacts[];
  readonly current: ConnectionChoice;
  readonly recent: readonly AwsChoice[];
  readonly env: AwsEnvironment;
  /** Names of production. */
  readonly patterns: readonly string[];
}

/** The ways into AWS that there are: that in use, those that were used last, and the rest. */
export function connectionRows({ profiles, current, recent, env, patterns }: RowsInput): ConnectionRows {
  const rowOf = (chosen: AwsChoice): ConnectionRow => {
    const place = placeOf(chosen, profiles, env);
    const { region, profile, profileName } = place;
    const redirection = redirectionText(place);
    const production = productionReason({ profile: profileName, declared: profile?.production }, patterns);
    const isProfile = chosen.kind === 'profile';
    return {
      choice: { ...chosen, ...(region && { region }) },
      name: isProfile ? chosen.profile : 'Environment',
      how: isProfile ? (profile?.how ?? 'no such profile') : 'AWS_… variables, or the role of this machine',
      ...(region && { region }),
      ...(production && { production }),
      ...(redirection && { redirection }),
      hasNoCredentials: isProfile && profile?.how === noCredentialsAtAll,
    };
  };
  const seen = new Set<string>();
  const isNew = ({ choice }: ConnectionRow): boolean => {
    const key = keyOf(choice);
    return !seen.has(key) && seen.add(key) !== undefined;
  };
  const inUse = current.kind === 'local' ? undefined : rowOf(current);
  if (inUse !== undefined) isNew(inUse);
  const isThere = (choice: AwsChoice): boolean =>
    choice.kind !== 'profile' || profiles.some(({ name }) => name === choice.profile);
  const all = [...profiles.map(({ name }): AwsChoice => ({ kind: 'profile', profile: name })), environment];
  return {
    ...(inUse && { inUse }),
    recent: recent.filter(isThere).map(rowOf).filter(isNew),
    // A profile in use stands for itself: in another region it is Recent's, or that of a change of region.
    others: all
      .filter((choice) => !isSameWay(choice, current))
      .map(rowOf)
      .filter(isNew),
  };
}

const environment: AwsChoice = { kind: 'environment' };

/** The same way in, whatever the region. */
function isSameWay(a: AwsChoice, b: ConnectionChoice): boolean {
  return a.kind === b.kind && (a.kind !== 'profile' || b.kind !== 'profile' || a.profile === b.profile);
}
