import { shortName } from '../shared/shortName.ts';

/** A way into AWS; the region is the one the user chose, where that is not the profile's. */
export type AwsChoice =
  | { readonly kind: 'profile'; readonly profile: string; readonly region?: string }
  /** The environment variables, or the role of the machine or container: what the SDK finds by itself. */
  | { readonly kind: 'environment'; readonly region?: string };

/** Where jobs run. Holds names only, so it can be remembered as it is. */
export type ConnectionChoice = { readonly kind: 'local' } | AwsChoice;

export const localChoice = { kind: 'local' } as const;

/** The same for choices that mean the same place. */
export function keyOf(choice: ConnectionChoice): string {
  switch (choice.kind) {
    case 'local':
      return 'local';
    case 'profile':
      return JSON.stringify(['profile', choice.profile, choice.region ?? '']);
    case 'environment':
      return JSON.stringify(['environment', choice.region ?? '']);
  }
}

/** What the user calls it in a sentence. */
export function nameOf(choice: ConnectionChoice): string {
  if (choice.kind === 'local') return 'the local engine';
  return choice.kind === 'profile' ? `the profile ${choice.profile}` : 'the environment';
}

/** Beside a view's title there is room for a name of so many characters and a region. */
const mostInHead = 14;

/** What stands beside the title of what shows it: `work · eu-west-1`; nothing for the local engine. @param region - Where that is known. */
export function headOf(choice: ConnectionChoice, region?: string): string {
  if (choice.kind === 'local') return '';
  const name = choice.kind === 'profile' ? shortName(choice.profile, mostInHead) : 'environment';
  return [name, region ?? choice.region].filter(Boolean).join(' · ');
}

/** Reads a remembered choice; undefined for what is none. */
export function readChoice(stored: unknown): ConnectionChoice | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { kind, profile, region } = stored as Record<string, unknown>;
  const place = typeof region === 'string' ? { region } : {};
  if (kind === 'local') return localChoice;
  if (kind === 'environment') return { kind, ...place };
  return kind === 'profile' && typeof profile === 'string' ? { kind, profile, ...place } : undefined;
}
