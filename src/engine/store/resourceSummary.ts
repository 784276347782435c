/** What a list needs to filter, sort and page without opening the resource's file. */
export interface ResourceSummary {
  readonly name: string;
  readonly status: string;
  /** Epoch seconds, with decimals. */
  readonly creationTime: number;
  readonly lastModifiedTime: number;
}
