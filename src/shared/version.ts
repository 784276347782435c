declare const __VERSION__: string;

/** The version in package.json, put here by the build; under tsx, where nothing is built, a version older than any release. */
export const version: string = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0';
