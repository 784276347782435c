/** What stands at a path. */
export interface FileFacts {
  readonly kind: 'file' | 'folder' | 'other';
  /** In bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** Whether its owner may run it; on Windows never. */
  readonly executable: boolean;
}

/** One entry below a folder; links are listed, never followed. */
export interface FolderEntry {
  readonly path: string;
  /** Below the folder, with `/` on every platform. */
  readonly relativePath: string;
  readonly kind: 'file' | 'link';
}

/** What a folder holds directly, hidden or not. */
export interface FolderChild {
  readonly name: string;
  /** Links are listed, never followed; `other` are sockets and the like. */
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

/** One member of an archive: a folder, or a file with its content on disk. */
export interface ArchiveEntry {
  /** With `/` on every platform; a folder's without one at its end. */
  readonly relativePath: string;
  readonly kind: 'file' | 'folder';
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly executable: boolean;
}

/** A temporary file; whoever asked for it removes it. */
export interface ArchiveFile {
  readonly path: string;
  readonly size: number;
  /** Of the whole file, in hex. */
  readonly sha256: string;
  remove(): Promise<void>;
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
  /** The last bytes of a file. */
  readTail(path: string, bytes: number): Promise<Uint8Array>;
  /** The SHA-256 of a file's content, in hex. */
  digest(path: string, signal?: AbortSignal): Promise<string>;
  /** A folder's own entries, hidden ones included, sorted by name. */
  children(folder: string): Promise<FolderChild[]>;
  /**
   * Packs entries into a `.tar.gz` that depends on nothing but names, content and executable bits.
   * @throws UserError naming the file that has another size than its entry says, or a system error.
   */
  archive(entries: readonly ArchiveEntry[], signal?: AbortSignal): Promise<ArchiveFile>;
}
