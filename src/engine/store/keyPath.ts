/**
 * Maps an S3 key (or any name of up to 1024 bytes with `/` in it) to a path of safe file names, reversibly:
 * - a segment before a `/` becomes a folder `<name>.d`, the last one a leaf that never ends in `.d` or `.c`, so `a` and `a/b` can both exist;
 * - bytes that some file system refuses are percent-encoded, and capitals too where the file system ignores case;
 * - a segment that is too long for a file name goes on in a folder `<piece>.c`.
 */
export interface KeyNaming {
  /** True where `Model` and `model` name the same file. */
  readonly caseInsensitive: boolean;
}

export const folderSuffix = '.d';
export const continuedSuffix = '.c';

const longestPiece = 200;
const emptyLeaf = '%';
const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$) *(\.|$)/i;

/** The names, outermost first, under which a key is kept. */
export function namesOfKey(key: string, naming: KeyNaming): string[] {
  const cut = key.lastIndexOf('/') + 1;
  const pieces = piecesOf(key.slice(cut), naming);
  const last = pieces.pop() ?? '';
  return [
    ...namesOfFolder(key.slice(0, cut), naming),
    ...pieces.map((piece) => piece + continuedSuffix),
    leafName(last),
  ];
}

/** The names of the folder that holds every key starting with `prefix`, which is empty or ends in `/`. */
export function namesOfFolder(prefix: string, naming: KeyNaming): string[] {
  const segments = prefix.split('/');
  segments.pop();
  return segments.flatMap((segment) => {
    const pieces = piecesOf(segment, naming);
    return pieces.map((piece, index) => piece + (index < pieces.length - 1 ? continuedSuffix : folderSuffix));
  });
}

/**
 * The text that a name on disk stands for, its suffix taken off by the caller.
 * @returns Undefined for a name that no key has, e.g. a file that some other program left.
 */
export function decodeName(name: string): string | undefined {
  if (name === emptyLeaf) return '';
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined; // not one of our names: the caller passes over it
  }
}

function piecesOf(segment: string, naming: KeyNaming): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of segment) {
    const unit = encodeCharacter(character, naming);
    if (piece.length + unit.length > longestPiece) {
      pieces.push(piece);
      piece = '';
    }
    piece += unit;
  }
  pieces.push(piece);
  return pieces.map((text) => (reservedOnWindows.test(text) ? escapeByte(text.charCodeAt(0)) + text.slice(1) : text));
}

function encodeCharacter(character: string, naming: KeyNaming): string {
  const safe = naming.caseInsensitive ? /[a-z0-9 !#$&'()+,\-.;=@[\]^_`{}~]/ : /[A-Za-z0-9 !#$&'()+,\-.;=@[\]^_`{}~]/;
  if (safe.test(character)) return character;
  return [...Buffer.from(character)].map(escapeByte).join('');
}

/** Windows drops a trailing dot or space; a leaf that ends like a folder would be taken for one. */
function leafName(piece: string): string {
  if (piece === '') return emptyLeaf;
  if (!/[. ]$|\.[dc]$/.test(piece)) return piece;
  if (piece === '..') return '%2E%2E';
  return piece.slice(0, -1) + escapeByte(piece.charCodeAt(piece.length - 1));
}

function escapeByte(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
