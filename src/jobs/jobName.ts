const maxLength = 63;

/** `-YYYY-MM-DD-HH-MM-SS-mmm` in UTC, as the SageMaker Python SDK writes it. */
function suffixOf(now: number): string {
  return `-${new Date(now).toISOString().replace(/[:.T]/g, '-').replace('Z', '')}`;
}

/** The longest base that keeps its full length beside the suffix. */
const maxBaseLength = maxLength - suffixOf(0).length;

/**
 * A job name that was not there before: SageMaker never forgets one.
 * @param now - Milliseconds since the epoch.
 */
export function uniqueJobName(base: string, now: number): string {
  return base.slice(0, maxBaseLength).replace(/-+$/, '') + suffixOf(now);
}
