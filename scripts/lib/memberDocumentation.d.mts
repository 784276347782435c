/** For the TypeScript tests: what memberDocumentation.mjs does. */
export function memberDocumentation(root: string): Promise<Record<string, Record<string, string>>>;
