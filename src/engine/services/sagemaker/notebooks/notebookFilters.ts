import type { JsonObject } from '../../../server/jsonService.ts';
import type { NotebookSettings } from './notebookInstanceRecord.ts';

interface NotebookFilters {
  readonly NotebookInstanceLifecycleConfigNameContains?: string;
  /** Part of a repository's name or URL. */
  readonly DefaultCodeRepositoryContains?: string;
  readonly AdditionalCodeRepositoryEquals?: string;
}

/** The filters of `ListNotebookInstances` that other lists do not have. */
export function matchesNotebookFilters(settings: NotebookSettings, request: JsonObject): boolean {
  const filters = request as NotebookFilters;
  return (
    contains(settings.LifecycleConfigName, filters.NotebookInstanceLifecycleConfigNameContains) &&
    contains(settings.DefaultCodeRepository, filters.DefaultCodeRepositoryContains) &&
    (filters.AdditionalCodeRepositoryEquals === undefined ||
      (settings.AdditionalCodeRepositories ?? []).includes(filters.AdditionalCodeRepositoryEquals))
  );
}

function contains(text: string | undefined, part: string | undefined): boolean {
  return part === undefined || (text ?? '').toLowerCase().includes(part.toLowerCase());
}
