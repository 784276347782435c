import type { Filter, SearchRecord, SearchRequest } from '@aws-sdk/client-sagemaker';
import { endpointEntry } from '../resources/kinds/endpointKind.ts';
import { trainingJobDetails, trainingJobEntry } from '../resources/kinds/trainingJobKind.ts';
import { tuningJobEntry } from '../resources/kinds/tuningJobKind.ts';
import type { ListRequest } from '../resources/listQuery.ts';
import type { ResourceEntry } from '../resources/resourceEntry.ts';
import type { KindId, ResourceKind } from '../resources/resourceKind.ts';
import { kindOf } from '../resources/resourceKinds.ts';
import type { TagFilter } from './resourceFilter.ts';

const sdk = () => import('../sdk/searchSdk.ts');

/** How the Search API calls a kind and its members (API reference, Search). */
interface Searched {
  readonly resource: NonNullable<SearchRequest['Resource']>;
  readonly name: string;
  readonly status: string;
  /** What else holds of what is listed. */
  readonly filters?: readonly Filter[];
  readonly entryOf: (record: SearchRecord) => ResourceEntry | undefined;
}

const searched: Readonly<Partial<Record<KindId, Searched>>> = {
  trainingJob: {
    resource: 'TrainingJob',
    name: 'TrainingJobName',
    status: 'TrainingJobStatus',
    // Those of tuning jobs stand below them.
    filters: [{ Name: 'TuningJobArn', Operator: 'NotExists' }],
    entryOf: ({ TrainingJob: job }) => job && { ...trainingJobEntry(job), ...trainingJobDetails(job) },
  },
  tuningJob: {
    resource: 'HyperParameterTuningJob',
    name: 'HyperParameterTuningJobName',
    status: 'HyperParameterTuningJobStatus',
    entryOf: ({ HyperParameterTuningJob: job }) =>
      job && tuningJobEntry({ ...job, ...job.HyperParameterTuningJobConfig }),
  },
  endpoint: {
    resource: 'Endpoint',
    name: 'EndpointName',
    status: 'EndpointStatus',
    entryOf: ({ Endpoint: endpoint }) => endpoint && endpointEntry(endpoint),
  },
};

/** A kind of which the Search API lists those with the tag; undefined where it does not have the kind. */
export function searchedKind(id: KindId, tag: TagFilter): ResourceKind | undefined {
  const how = searched[id];
  if (how === undefined) return undefined;
  return {
    ...kindOf(id),
    async list(clients, request) {
      const [{ SearchCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
      const { Results = [], NextToken } = await client.send(new SearchCommand(searchRequest(how, tag, request)));
      return {
        entries: Results.map(how.entryOf).filter((entry) => entry !== undefined),
        ...(NextToken !== undefined && { nextToken: NextToken }),
      };
    },
  };
}

function searchRequest(how: Searched, { key, value }: TagFilter, request: ListRequest): SearchRequest {
  const { maxResults, nextToken, modifiedAfter, query = {} } = request;
  const { nameContains, status, createdAfter, createdBefore, sortBy = 'CreationTime', ascending = false } = query;
  const at = (Name: string, Operator: 'GreaterThan' | 'LessThan', time: number): Filter => ({
    Name,
    Operator,
    Value: new Date(time).toISOString(),
  });
  const filters: Filter[] = [
    value === undefined
      ? { Name: `Tags.${key}`, Operator: 'Exists' }
      : { Name: `Tags.${key}`, Operator: 'Equals', Value: value },
    ...(how.filters ?? []),
    ...(nameContains ? [{ Name: how.name, Operator: 'Contains' as const, Value: nameContains }] : []),
    ...(status === undefined ? [] : [{ Name: how.status, Operator: 'Equals' as const, Value: status }]),
    ...(createdAfter === undefined ? [] : [at('CreationTime', 'GreaterThan', createdAfter)]),
    ...(createdBefore === undefined ? [] : [at('CreationTime', 'LessThan', createdBefore)]),
    ...(modifiedAfter === undefined ? [] : [at('LastModifiedTime', 'GreaterThan', modifiedAfter)]),
  ];
  return {
    Resource: how.resource,
    SearchExpression: { Filters: filters },
    SortBy: sortBy === 'Name' ? how.name : sortBy === 'Status' ? how.status : 'CreationTime',
    SortOrder: ascending ? 'Ascending' : 'Descending',
    ...(maxResults !== undefined && { MaxResults: maxResults }),
    ...(nextToken !== undefined && { NextToken: nextToken }),
  };
}
