/** One container of a model, as CreateModel takes it: the members that the engine acts on. */
export interface ServedContainer {
  readonly Image?: string;
  readonly ModelDataUrl?: string;
  readonly Mode?: string;
  readonly Environment?: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}
