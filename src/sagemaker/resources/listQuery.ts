/** What a user looks for; a member that the API of a kind does not take is applied to what is loaded. */
export interface ListQuery {
  readonly nameContains?: string;
  /** A status of the API, as `InProgress`. */
  readonly status?: string;
  /** Epoch milliseconds. */
  readonly createdAfter?: number;
  /** Epoch milliseconds. */
  readonly createdBefore?: number;
  readonly sortBy?: SortKey;
  readonly ascending?: boolean;
}

export type SortKey = 'CreationTime' | 'Name' | 'Status';

/** One request for a page of a list. */
export interface ListRequest {
  readonly maxResults?: number;
  readonly nextToken?: string;
  /** Epoch milliseconds: only what was changed since. Kinds without LastModifiedTime leave it out. */
  readonly modifiedAfter?: number;
  readonly query?: ListQuery;
}

export interface ListPage<E> {
  readonly entries: readonly E[];
  readonly nextToken?: string;
}

/** Which parts of a query the API of a kind takes. */
export interface ServedQuery {
  readonly status: boolean;
  readonly modifiedAfter: boolean;
  readonly sortBy: readonly SortKey[];
}

/** The members that the List operations of SageMaker have in common (API reference, ListTrainingJobs and the like). */
interface CommonInput<Status, SortBy, SortOrder> {
  MaxResults?: number;
  NextToken?: string;
  NameContains?: string;
  CreationTimeAfter?: Date;
  CreationTimeBefore?: Date;
  LastModifiedTimeAfter?: Date;
  StatusEquals?: Status;
  SortBy: SortBy;
  SortOrder: SortOrder;
}

/**
 * The request of a List operation, with what it serves of the query. The types of status and order are the operation's own: what a query
 * holds comes from the same lists.
 */
export function listInput<Status, SortBy, SortOrder>(
  { maxResults, nextToken, modifiedAfter, query = {} }: ListRequest,
  served: ServedQuery,
): CommonInput<Status, SortBy, SortOrder> {
  const { nameContains, status, createdAfter, createdBefore, sortBy = 'CreationTime', ascending = false } = query;
  return {
    ...(maxResults !== undefined && { MaxResults: maxResults }),
    ...(nextToken !== undefined && { NextToken: nextToken }),
    ...(nameContains && { NameContains: nameContains }),
    ...(createdAfter !== undefined && { CreationTimeAfter: new Date(createdAfter) }),
    ...(createdBefore !== undefined && { CreationTimeBefore: new Date(createdBefore) }),
    ...(modifiedAfter !== undefined && served.modifiedAfter && { LastModifiedTimeAfter: new Date(modifiedAfter) }),
    ...(status !== undefined && served.status && { StatusEquals: status as Status }),
    SortBy: (served.sortBy.includes(sortBy) ? sortBy : 'CreationTime') as SortBy,
    SortOrder: (ascending ? 'Ascending' : 'Descending') as SortOrder,
  };
}

/** What the API is asked of a query: the rest is applied to what is loaded. */
export function servedPart(query: ListQuery, { status, sortBy }: ServedQuery): ListQuery {
  const { status: wanted, sortBy: key, ...rest } = query;
  return {
    ...rest,
    ...(status && wanted !== undefined && { status: wanted }),
    ...(key !== undefined && sortBy.includes(key) && { sortBy: key }),
  };
}

export const servesAll: ServedQuery = {
  status: true,
  modifiedAfter: true,
  sortBy: ['CreationTime', 'Name', 'Status'],
};

/** Models and endpoint configurations never change and have no status. */
export const servesNames: ServedQuery = { status: false, modifiedAfter: false, sortBy: ['CreationTime', 'Name'] };
