/** The build puts a line at the top of each chunk that adds its own name here, so that what is loaded when can be seen and tested. */
const registry = globalThis as { __sagemakerWorkbenchChunks?: string[] };

/** File names of the extension's chunks loaded so far, in the order of loading. */
export function loadedChunks(): readonly string[] {
  return (registry.__sagemakerWorkbenchChunks ?? []).map((url) => url.slice(url.lastIndexOf('/') + 1));
}
