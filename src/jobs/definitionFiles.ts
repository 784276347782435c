/** What stands at a path. */
interface FileFacts {
  readonly kind: 'file' | 'folder' | 'other';
  /** In bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/** One entry below a folder; links are listed, never followed. */
export interface FolderEntry {
  readonly path: string;
  /** Below the folder, with `/` on every platform. */
  readonly relativePath: string;
  readonly kind: 'file' | 'link';
}

/** The files that a definition refers to. */
export interface DefinitionFiles {
  /** @returns undefined when nothing stands there. */
  stat(path: string): Promise<FileFacts | undefined>;
  /** The path with every link resolved. Throws when nothing stands there. */
  realPath(path: string): Promise<string>;
  /** All entries below a folder, hidden ones excepted, sorted by relative path; `limit` + 1 of them when there are more. */
  list(folder: string, limit: number): Promise<FolderEntry[]>;
  /** The names of a folder's own entries, hidden ones excepted. */
  names(folder: string): Promise<string[]>;
  /** The first bytes of a file. */
  readHead(path: string, bytes: number): Promise<Uint8Array>;
  /** The SHA-256 of a file's content, in hex. */
  digest(path: string, signal?: AbortSignal): Promise<string>;
}
