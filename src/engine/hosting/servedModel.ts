/** One container of a model, as CreateModel takes it: the members that the engine acts on. */
export interface ServedContainer {
  readonly Image?: string;
  readonly ModelDataUrl?: string;
  /** In place of ModelDataUrl: what need not be a tar.gz. */
  readonly ModelDataSource?: {
    readonly S3DataSource?: { readonly S3Uri: string; readonly S3DataType: string; readonly CompressionType: string };
  };
  readonly Mode?: string;
  readonly Environment?: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}
