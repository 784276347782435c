import type * as vscode from 'vscode';
import type { Place } from '../../connections/connectionsModel.ts';
import { defaultBucketOf, type BucketEntry } from '../../sagemaker/s3/bucketList.ts';
import { BucketsModel } from '../../sagemaker/s3/bucketsModel.ts';
import { FolderModel } from '../../sagemaker/s3/folderModel.ts';
import { s3Uri, type S3Place } from '../../sagemaker/s3/s3Place.ts';
import { s3Problem } from '../../sagemaker/s3/s3Problem.ts';
import type { Session } from '../../sagemaker/session.ts';
import { GroupItem } from '../explorer/groupItem.ts';
import { NoteItem } from '../explorer/noteItem.ts';
import { DataItem, MoreItem } from './dataItem.ts';
import { ProblemItem, bucketItem, folderItem, foundItem, objectItem } from './dataLooks.ts';
import { DataTarget, type DataKind } from './dataTarget.ts';
import type { ListState } from './staleLists.ts';

/** The rows of one session's S3, each with the model of what it opens into. */
export class DataRows {
  readonly buckets: BucketsModel;
  private readonly folders = new Map<string, FolderModel>();
  private readonly elsewhere = new GroupItem('s3 elsewhere', 'Other regions', false);
  private found: DataItem | undefined;

  /** @param place - Where commands on the rows are done. @param now - In epoch milliseconds. */
  constructor(
    private readonly place: Place,
    private readonly session: Session,
    private readonly now: () => number,
  ) {
    this.buckets = new BucketsModel(async () => session.clients, now);
  }

  get connectionId(): string {
    return this.session.connection.id;
  }

  /** How current what is on show is; a list that was never asked for says nothing. */
  get lists(): ListState[] {
    return [
      { uri: '', asOf: this.buckets.asOf, problem: problemOf(this.buckets.error, undefined) },
      ...[...this.folders].map(([uri, { asOf, error, place }]) => ({ uri, asOf, problem: problemOf(error, place) })),
    ];
  }

  /** The lists that have more than is shown, with what they are lists of. */
  get unfinished(): (BucketsModel | FolderModel)[] {
    return [this.buckets, ...this.folders.values()].filter(({ hasMore }) => hasMore);
  }

  /** Shows a prefix, or object, by itself above the buckets. */
  find(at: S3Place | undefined): DataItem | undefined {
    this.found = at && foundItem(this.target('prefix', at));
    return this.found;
  }

  /** @param parent - Without it those at the root. */
  under(parent: vscode.TreeItem | undefined): Promise<vscode.TreeItem[]> {
    return parent === undefined ? this.root() : this.below(parent);
  }

  private async root(): Promise<vscode.TreeItem[]> {
    await this.buckets.open();
    const { here, elsewhere, hasMore, error } = this.buckets;
    const rows: vscode.TreeItem[] = this.found === undefined ? [] : [this.found];
    const problem = problemOf(error, undefined);
    if (problem !== undefined) rows.push(new ProblemItem(undefined, problem));
    rows.push(...here.map((bucket) => this.bucketRow(bucket)));
    if (elsewhere.length > 0) {
      this.elsewhere.show(`${elsewhere.length}`);
      rows.push(this.elsewhere);
    }
    if (hasMore) rows.push(new MoreItem(undefined, here.length + elsewhere.length));
    return rows;
  }

  private async below(item: vscode.TreeItem): Promise<vscode.TreeItem[]> {
    if (item === this.elsewhere) return this.buckets.elsewhere.map((bucket) => this.bucketRow(bucket, item));
    if (!(item instanceof DataItem)) return [];
    const model = this.modelOf(item.target.at);
    await model.open();
    return this.contentsOf(item, model);
  }

  /** What is loaded of a place, of all that it stands in and of all below it; without a place everything. */
  loaded(at?: S3Place): FolderModel[] {
    const uri = at === undefined ? '' : s3Uri(at);
    return [...this.folders.entries()]
      .filter(([key]) => key.startsWith(uri) || uri.startsWith(key))
      .map(([, model]) => model);
  }

  modelOf(at: S3Place): FolderModel {
    const uri = s3Uri(at);
    const known = this.folders.get(uri) ?? new FolderModel(at, async () => this.session.clients, this.now);
    this.folders.set(uri, known);
    return known;
  }

  private bucketRow(bucket: BucketEntry, parent?: vscode.TreeItem): DataItem {
    const target = this.target('bucket', { bucket: bucket.name, key: '' });
    const isDefault = bucket.name === defaultBucketOf(this.session.connection);
    return bucketItem(target, bucket, { isDefault, parent, region: parent === undefined ? undefined : bucket.region });
  }

  private contentsOf(parent: DataItem, model: FolderModel): vscode.TreeItem[] {
    const { bucket, key } = parent.target.at;
    const { scope } = parent;
    const { folders, objects, hasMore, error, isLoaded } = model;
    const rows: vscode.TreeItem[] = [];
    const problem = problemOf(error, { bucket, key });
    if (problem !== undefined) rows.push(new ProblemItem(parent, problem));
    for (const folder of folders) rows.push(folderItem(this.target('folder', { bucket, key: folder }), parent, scope));
    for (const object of objects) {
      const target = new DataTarget(this.place, this.connectionId, 'object', { bucket, key: object.key }, object);
      rows.push(objectItem(target, object, parent, scope));
    }
    if (hasMore) rows.push(new MoreItem(parent, folders.length + objects.length));
    if (rows.length === 0 && isLoaded)
      rows.push(
        new NoteItem(`empty ${parent.id ?? ''}`, parent.target.kind === 'prefix' ? 'No key starts so.' : 'Empty'),
      );
    return rows;
  }

  private target(kind: DataKind, at: S3Place): DataTarget {
    return new DataTarget(this.place, this.connectionId, kind, at);
  }
}

const problemOf = (error: unknown, place: S3Place | undefined): string | undefined =>
  error === undefined ? undefined : s3Problem(error, 'listing', place).message;
