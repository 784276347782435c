/** Import name by the names under which a library is installed. */
const distributions: Readonly<Record<string, readonly string[]>> = {
  xgboost: ['xgboost', 'xgboost-cpu'],
  sklearn: ['scikit-learn'],
  numpy: ['numpy'],
  pandas: ['pandas'],
  scipy: ['scipy'],
  pyarrow: ['pyarrow'],
  torch: ['torch'],
  tensorflow: ['tensorflow', 'tensorflow-cpu', 'tensorflow-macos', 'tensorflow-intel'],
};

/** The name under which Python imports an installed library, for those that are asked for; e.g. `sklearn` for `scikit-learn`. */
export function importNameOf(distribution: string): string | undefined {
  return Object.keys(distributions).find((name) => distributions[name]?.includes(distribution));
}

/** What the program below prints, as the last line of its output. */
export interface ProbeAnswer {
  readonly executable: string;
  readonly version: readonly [number, number, number];
  readonly libraries: Readonly<Record<string, string>>;
  /** Folders whose time of change tells that something was installed or removed. */
  readonly folders: readonly string[];
}

/**
 * A Python program that says what its interpreter is. Nothing of the libraries is imported, nor anything of the current folder, and any
 * Python from 2.7 understands it.
 */
export const probeProgram = `
import sys
sys.path[:] = [folder for folder in sys.path if folder]
import json
libraries = {}
if sys.version_info >= (3, 9):
    from importlib import metadata
    for name, distributions in json.loads('''${JSON.stringify(distributions)}''').items():
        for distribution in distributions:
            try:
                libraries.setdefault(name, str(metadata.version(distribution)))
            except Exception:  # not installed, or half removed
                pass
print(json.dumps({
    'executable': sys.executable or '',
    'version': list(sys.version_info[:3]),
    'libraries': libraries,
    'folders': sys.path,
}))
`;
