import * as vscode from 'vscode';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import { localPath } from '../../sagemaker/s3/localNames.ts';
import type { Preview } from '../../sagemaker/s3/preview.ts';
import type { S3Place } from '../../sagemaker/s3/s3Place.ts';
import { s3Uri } from '../../sagemaker/s3/s3Place.ts';
import type { Session } from '../../sagemaker/session.ts';
import { messageOf } from '../../shared/errors.ts';
import { DocumentFiles } from '../documentFiles.ts';
import type { DataTarget } from './dataTarget.ts';

const previewScheme = 'sagemaker-s3';

/** Enough for what is opened at the same time. */
const mostKept = 8;

/**
 * What is previewed, as files that can only be read: `sagemaker-s3://<connection>/<bucket>/<name to show>`. The path has the name that the
 * editor chooses language and viewer by; where it is not the key, that is in the query, since no path can be every key.
 */
export class PreviewFiles extends DocumentFiles {
  private readonly places = new Map<string, Place>();
  /** What was loaded to see what it is, until the editor reads it. */
  private readonly kept = new Map<string, Preview>();

  constructor(private readonly connections: ConnectionsModel) {
    super(previewScheme, { isReadonly: true });
  }

  /** The file of a preview that was loaded. */
  fileOf({ place, connectionId, at }: DataTarget, preview: Preview): vscode.Uri {
    const authority = authorityOf(connectionId);
    this.places.set(authority, place);
    const shown = localPath(shownKey(at.key, preview), shownRules).join('/');
    const path = `/${at.bucket}/${shown}`;
    // Where the path tells the key there is no query: viewers put their own there.
    const query = shown === at.key ? '' : keyMark + encodeURIComponent(at.key);
    const uri = vscode.Uri.from({ scheme: previewScheme, authority, path, query });
    this.keep(uri, preview);
    return uri;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { object, content } = this.kept.get(nameOf(uri)) ?? (await this.load(uri));
    return { type: vscode.FileType.File, ctime: 0, mtime: object.modified, size: content.length };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { content } = this.kept.get(nameOf(uri)) ?? (await this.load(uri));
    this.kept.delete(nameOf(uri));
    return content;
  }

  /** Also of a file that was open when the window was closed. */
  private async load(uri: vscode.Uri): Promise<Preview> {
    const at = placeIn(uri);
    if (at === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    const [{ loadPreview }, session] = await Promise.all([
      import('../../sagemaker/s3/preview.ts'),
      this.sessionOf(uri.authority),
    ]);
    if (session === undefined)
      throw vscode.FileSystemError.Unavailable(`${s3Uri(at)} is in an account that is not connected.`);
    try {
      const preview = await loadPreview(session.clients, at);
      if (preview === undefined) throw vscode.FileSystemError.FileNotFound(uri);
      // The editor asks for size and content one after the other.
      this.keep(uri, preview);
      return preview;
    } catch (error) {
      if (error instanceof vscode.FileSystemError) throw error;
      throw vscode.FileSystemError.Unavailable(messageOf(error));
    }
  }

  private keep(uri: vscode.Uri, preview: Preview): void {
    this.kept.set(nameOf(uri), preview);
    for (const old of [...this.kept.keys()].slice(0, -mostKept)) this.kept.delete(old);
  }

  private async sessionOf(authority: string): Promise<Session | undefined> {
    const { active, local } = this.connections;
    for (const { sessions } of new Set([this.places.get(authority) ?? active, active, local])) {
      if (sessions.current === undefined && !(await sessions.hasState())) continue;
      const session = await sessions.connect({ quiet: true });
      if (authorityOf(session.connection.id) === authority) return session;
    }
    return undefined;
  }
}

/** As names may be in a URI's path: none of them empty, `.` or `..`. */
const shownRules = { windows: false, caseInsensitive: false };

/** A connection's id has colons, which in a URI's authority stand before a port. */
const authorityOf = (connectionId: string): string => connectionId.replaceAll(':', '.').toLowerCase();

const keyMark = 'key=';

function placeIn({ path, query }: vscode.Uri): S3Place | undefined {
  const [, bucket = '', ...shown] = path.split('/');
  const key = query.startsWith(keyMark) ? decodeURIComponent(query.slice(keyMark.length)) : shown.join('/');
  return bucket === '' || key === '' ? undefined : { bucket, key };
}

/** The same whatever a viewer puts into the query. */
function nameOf(uri: vscode.Uri): string {
  return (uri.query.startsWith(keyMark) ? uri : uri.with({ query: '' })).toString();
}

function shownKey(key: string, preview: Preview): string {
  if (preview.kind !== 'text') return key;
  const named = preview.isUnzipped ? key.replace(/\.gz$/i, '') : key;
  const cut = named.lastIndexOf('/') + 1;
  return preview.isCut ? `${named.slice(0, cut)}first 1 MB of ${named.slice(cut)}` : named;
}
