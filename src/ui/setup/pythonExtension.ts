import * as vscode from 'vscode';

/** The part in use of the Python extension's public API (npm `@vscode/python-extension` 1.0). */
interface PythonExtensionApi {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly id: string; readonly path: string };
    resolveEnvironment(environment: {
      readonly id: string;
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

const patience = 10_000;

export function hasPythonExtension(): boolean {
  return pythonExtension() !== undefined;
}

/** The interpreter that the Python extension uses for a file; undefined without that extension, or when it takes too long to say. */
export async function activeInterpreter(
  resource: vscode.Uri,
  log: (line: string) => void,
): Promise<string | undefined> {
  const extension = pythonExtension();
  if (extension === undefined) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      log(`The Python extension did not name its interpreter within ${patience / 1000} seconds.`);
      resolve(undefined);
    }, patience);
  });
  try {
    return await Promise.race([ask(extension, resource), late]);
  } catch (error) {
    log(`The Python extension could not name its interpreter: ${String(error)}`);
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

async function ask(
  extension: vscode.Extension<Partial<PythonExtensionApi>>,
  resource: vscode.Uri,
): Promise<string | undefined> {
  const { environments } = await extension.activate();
  const resolved = await environments?.resolveEnvironment(environments.getActiveEnvironmentPath(resource));
  return resolved?.executable.uri?.fsPath;
}

function pythonExtension(): vscode.Extension<Partial<PythonExtensionApi>> | undefined {
  return vscode.extensions.getExtension<Partial<PythonExtensionApi>>('ms-python.python');
}
