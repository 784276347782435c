import type { InstanceUse, Price } from '../../../sagemaker/cost/price.ts';

/** What a row shows of a resource, as plain data. */
export interface RowLook {
  readonly description: string;
  readonly icon: RowIcon;
  /** For screen readers, after the resource's kind and name. */
  readonly spoken: string;
  /** The lines of its hover, below its name. */
  readonly facts: readonly Fact[];
  /** What menus ask for beyond kind and state, as `best`. */
  readonly flags?: readonly string[];
}

export interface RowIcon {
  /** Of a codicon. */
  readonly id: string;
  /** Of a theme colour. */
  readonly color: string;
}

/** A line of a hover; left out where there is nothing to tell. */
export type Fact = readonly [name: string, value: string | undefined];

/** What a look depends on beyond the resource itself. */
export interface LookContext {
  readonly now: number;
  /** Of so many instances, an hour. */
  readonly price: (instanceType: string, use: InstanceUse, count?: number) => Price;
}
