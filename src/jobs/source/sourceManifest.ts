import { bytesText } from '../../shared/bytesText.ts';
import type { LocalSource } from './findSource.ts';
import type { LeftOut } from './sourceTree.ts';

/** What a script's archive holds, for a person to agree to. */
export interface SourceManifest {
  readonly entryPoint: string;
  /** Of the archive. */
  readonly uri: string;
  /** Sizes in bytes. */
  readonly files: readonly { readonly relativePath: string; readonly size: number }[];
  readonly size: number;
  readonly leftOut: readonly LeftOut[];
}

/** @param uri - Where the archive will stand. */
export function manifestOf(entryPoint: string, { entries, size, leftOut }: LocalSource, uri: string): SourceManifest {
  const files = entries.flatMap(({ kind, relativePath, size: bytes }) =>
    kind === 'file' ? [{ relativePath, size: bytes }] : [],
  );
  return { entryPoint, uri, files, size, leftOut };
}

const shown = 50;
const reasons: Record<LeftOut['reason'], string> = {
  default: 'never needed by a script',
  'ignore-file': '.sagemakerignore',
  channel: 'a channel of its own',
  'virtual environment': 'virtual environment',
  'not a file': 'not a file',
};

/** Lines without a line end: what is packed with sizes, and what is not. */
export function manifestLines({ uri, files, size, leftOut }: SourceManifest): string[] {
  const count = files.length === 1 ? '1 file' : `${files.length} files`;
  return [
    `${uri} holds ${count}, ${bytesText(size)} before compression:`,
    ...cut(files, ({ relativePath, size: bytes }) => `  ${relativePath}  ${bytesText(bytes)}`),
    ...(leftOut.length > 0 ? ['Left out:'] : []),
    ...cut(leftOut, ({ relativePath, reason }) => `  ${relativePath}  (${reasons[reason]})`),
  ];
}

function cut<T>(items: readonly T[], line: (item: T) => string): string[] {
  const lines = items.slice(0, shown).map(line);
  return items.length > shown ? [...lines, `  … and ${items.length - shown} more`] : lines;
}
