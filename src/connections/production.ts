/** The words that name production where a user set none (setting `sagemakerWorkbench.connections.production`). */
export const usualProductionNames = ['prod', 'production', 'prd', 'live'] as const;

/** What stands before such a word where the name means everything but production, as in `non-prod`. */
const negations = new Set(['non', 'not', 'no', 'pre']);

/**
 * Whether a name is that of production: one of its words is, or all of it matches a pattern with `*`. Words end at what is no letter and
 * at capitals (`acme-prod`, `AcmeProd`, `prod2`); `nonprod`, `non-prod` and `pre-prod` are none.
 * @param patterns - Words, or names with `*` for any characters; capitals do not matter.
 */
export function isProductionName(name: string, patterns: readonly string[]): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  return patterns
    .map((pattern) => pattern.trim().toLowerCase())
    .filter((pattern) => pattern !== '')
    .some((pattern) => {
      if (pattern.includes('*')) return globOf(pattern).test(name.toLowerCase());
      if (name.toLowerCase() === pattern) return true;
      return words.some((word, index) => word === pattern && !negations.has(words[index - 1] ?? ''));
    });
}

function globOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** What tells production from the rest. */
export interface ProductionSigns {
  readonly profile: string;
  /** The profile's own word for it in its file: `sagemaker_workbench_production = true` or `false`. */
  readonly declared?: boolean | undefined;
  readonly accountAlias?: string | undefined;
}

/** What made it production, for the user: undefined where nothing did. A profile's own word goes before every name. */
export function productionReason(
  { profile, declared, accountAlias }: ProductionSigns,
  patterns: readonly string[],
): string | undefined {
  if (declared !== undefined) return declared ? `the profile ${profile} is marked as production` : undefined;
  if (isProductionName(profile, patterns)) return `the profile ${profile} is named like production`;
  if (accountAlias !== undefined && isProductionName(accountAlias, patterns))
    return `the account ${accountAlias} is named like production`;
  return undefined;
}

/** Why a place is asked about before it is changed. */
export interface Production {
  readonly reason: string;
  /** False where it could not be found out: then it may be production. */
  readonly isCertain: boolean;
}

/** A question about a change there: `Delete the model churn?` becomes `Delete the model churn in PRODUCTION?`. */
export function productionQuestion(question: string, { isCertain }: Production): string {
  return `${question.replace(/\?$/, '')} in ${isCertain ? '' : 'what may be '}PRODUCTION?`;
}
