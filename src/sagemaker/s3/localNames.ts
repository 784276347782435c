/** Names of Windows' devices, with any extension (Microsoft, "Naming Files, Paths, and Namespaces"). */
const devices = /^(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(\.|$)/i;

const longestName = 255;

export interface NameRules {
  /** Windows' own rules: its reserved signs and names, and no dot or space at the end. */
  readonly windows: boolean;
  /** Whether `Model` and `model` are one file. */
  readonly caseInsensitive: boolean;
}

/**
 * A key's parts as names that a disk can hold: what it cannot is written `%XX`, as in a URL, and no part leads out of the folder.
 * @param key - Relative to the folder; without a `/` at its end.
 */
export function localPath(key: string, { windows }: NameRules): string[] {
  return key.split('/').map((part) => localName(part, windows));
}

/** Gives each key a path of its own where several would have the same, or one is a folder of another: the later gets `~2` and so on. */
export class LocalPaths {
  private readonly files = new Set<string>();
  private readonly folders = new Set<string>();

  /** @param folderKeys - Prefixes, without their last `/`, that will be folders. */
  constructor(
    folderKeys: Iterable<string>,
    private readonly rules: NameRules,
  ) {
    for (const key of folderKeys) this.folders.add(this.keyOf(localPath(key, rules)));
  }

  take(key: string): string[] {
    const path = localPath(key, this.rules);
    const name = path.pop() ?? '';
    for (let copy = 1; ; copy++) {
      const candidate = [...path, copy === 1 ? name : numbered(name, copy)];
      const id = this.keyOf(candidate);
      if (this.files.has(id) || this.folders.has(id)) continue;
      this.files.add(id);
      return candidate;
    }
  }

  private keyOf(path: readonly string[]): string {
    const text = path.join('/').normalize('NFC');
    return this.rules.caseInsensitive ? text.toLowerCase() : text;
  }
}

function localName(part: string, windows: boolean): string {
  if (part === '') return '%';
  if (part === '.' || part === '..') return part.replaceAll('.', '%2E');
  let name = part.replaceAll('\0', '%00');
  if (windows) {
    name = name.replaceAll(/[\u0000-\u001f<>:"|?*\\]/g, escaped).replace(/[. ]$/, escaped);
    if (devices.test(name)) name = escaped(name.charAt(0)) + name.slice(1);
  }
  return shortened(name);
}

const escaped = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= longestName) return name;
  const extension = /\.[\w.]{1,20}$/.exec(name)?.[0] ?? '';
  let stem = name.slice(0, name.length - extension.length);
  while (Buffer.byteLength(stem + extension) > longestName - 4) stem = [...stem].slice(0, -1).join('');
  return stem + extension;
}

function numbered(name: string, copy: number): string {
  const dot = name.indexOf('.', 1);
  return dot < 0 ? `${name}~${copy}` : `${name.slice(0, dot)}~${copy}${name.slice(dot)}`;
}
