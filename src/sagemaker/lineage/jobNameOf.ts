/**
 * The training job that an artifact is of, as its place tells: `<S3OutputPath>/<training job>/output/model.tar.gz` (developer guide, "Model
 * artifacts"); undefined for one that stands elsewhere. Whether there is such a job, and whether it is its artifact, must be asked.
 */
export function jobNameOf(artifact: string): string | undefined {
  return /\/([a-zA-Z0-9][a-zA-Z0-9-]{0,62})\/output\/model\.tar\.gz$/.exec(artifact)?.[1];
}
