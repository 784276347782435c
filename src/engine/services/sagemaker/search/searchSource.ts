import type { JsonObject } from '../../../server/jsonService.ts';

/** A kind of resource that Search looks through. */
export interface SearchSource {
  /** As the request names it, e.g. `TrainingJob`; also the member of a result that holds the resource. */
  readonly resource: string;
  /** The members of a result (API reference, SearchRecord). */
  readonly properties: readonly string[];
  /** The member that names a resource: breaks ties of the order. */
  readonly nameProperty: string;
  /** All resources as Search shows them: what Describe answers, and the tags. */
  records(): AsyncIterable<JsonObject>;
}
