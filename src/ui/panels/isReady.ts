/** Whether a view says that it listens, and asks for everything. */
export function isReady(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}
