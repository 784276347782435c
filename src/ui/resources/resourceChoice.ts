import type { StepPosition } from '../../jobs/wizard/stepWalk.ts';
import type { ResourceEntry } from '../../sagemaker/resources/resourceEntry.ts';
import type { KindId, ResourceKind } from '../../sagemaker/resources/resourceKind.ts';

/** What to offer, and what to say when there is nothing to offer. */
export interface ResourceChoice {
  readonly kinds: readonly KindId[];
  readonly accepts?: (kind: ResourceKind, entry: ResourceEntry) => boolean;
  /** Whether what runs on the local engine meanwhile is not meant. */
  readonly isOfActive?: boolean;
  readonly title: string;
  /** Where the pick stands among the questions of its command. */
  readonly position?: StepPosition;
  readonly none: string;
  /** What can be done instead when there is nothing to offer: commands by what a button says. */
  readonly instead?: Readonly<Record<string, string>>;
}
