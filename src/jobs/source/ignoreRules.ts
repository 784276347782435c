import ignore from 'ignore';

/** Why something of a source folder is not sent. */
export type LeftOutReason = 'default' | 'ignore-file' | 'channel' | 'virtual environment' | 'not a file';

export const ignoreFileName = '.sagemakerignore';

/**
 * What no training script reads: histories, environments, caches, editors' folders, and secrets. In gitignore's syntax, and before the
 * lines of `.sagemakerignore`, which can take a thing back in with `!name`.
 */
const defaults = [
  ...['.git', '.hg', '.svn', '.gitattributes', '.gitignore'],
  ...['.venv', 'venv', 'node_modules', '__pycache__', '*.pyc', '.ipynb_checkpoints'],
  ...['.mypy_cache', '.pytest_cache', '.ruff_cache', '.tox', '.eggs'],
  ...['.vscode', '.idea', '.DS_Store', 'Thumbs.db'],
  ...['.env', '.aws'],
  ...[ignoreFileName, '*.training-job.yaml', '*.training-job.yml', '*.training-job.json'],
];

/** Data belong into a channel; a folder of this name that holds Python is a package, and stays. */
const dataFolder = '/data/';

/** Tells what is left out of a source folder. Paths are relative to it, with `/`; a folder's ends with one. */
export class IgnoreRules {
  private readonly rules;
  private readonly byDefault;

  constructor({ own = '', dataIsPackage = false }: { own?: string; dataIsPackage?: boolean } = {}) {
    const first = dataIsPackage ? defaults : [...defaults, dataFolder];
    this.byDefault = ignore().add(first);
    this.rules = ignore().add(first).add(own);
  }

  /** @returns Undefined for what is sent. */
  reasonFor(relativePath: string): LeftOutReason | undefined {
    if (!this.rules.ignores(relativePath)) return undefined;
    return this.byDefault.ignores(relativePath) ? 'default' : 'ignore-file';
  }
}
