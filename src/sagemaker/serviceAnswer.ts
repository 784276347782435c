/** What the service's own answers say, by their names, codes and words. */
interface ServiceError extends Error {
  readonly $fault?: 'client' | 'server';
  readonly $metadata?: { readonly attempts?: number; readonly httpStatusCode?: number };
}

/** Whether something of the name is there already. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && /^Cannot create already existing/i.test(error.message);
}

/** Whether a request was surely not carried out: the service refused it, and at its first try. */
export function isRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $fault, $metadata: { attempts = 1 } = {} } = error as ServiceError;
  // What is there already after a second try may have been made by the first, whose answer was lost.
  return $fault === 'client' && !(attempts > 1 && isTaken(error));
}

/** Whether a change is refused because another one is under way. */
export function isBusyError(error: unknown): boolean {
  return error instanceof Error && /^Cannot update in-progress endpoint/i.test(error.message);
}
