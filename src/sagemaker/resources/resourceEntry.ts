/** What every listed resource has; times in epoch milliseconds. */
export interface ResourceEntry {
  readonly name: string;
  readonly arn: string;
  /** As the API has it; empty where resources of the kind have none (models, configurations). */
  readonly status: string;
  readonly created: number;
  readonly modified?: number;
  /** When it reached a status that it does not leave. */
  readonly ended?: number;
  readonly failureReason?: string;
}

/** An entry from the parts that every summary has; what there is not is left out. */
export function entryOf(parts: {
  readonly name: string | undefined;
  readonly arn: string | undefined;
  readonly status?: string | undefined;
  readonly created: Date | undefined;
  readonly modified?: Date | undefined;
  readonly ended?: Date | undefined;
  readonly failureReason?: string | undefined;
}): ResourceEntry {
  const { name = '', arn = '', status = '', created, modified, ended, failureReason } = parts;
  return {
    name,
    arn,
    status,
    created: created?.getTime() ?? 0,
    ...(modified && { modified: modified.getTime() }),
    ...(ended && { ended: ended.getTime() }),
    ...(failureReason !== undefined && { failureReason }),
  };
}
