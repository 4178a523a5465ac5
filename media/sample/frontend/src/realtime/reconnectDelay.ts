/** Milliseconds to wait before the next try: doubled each time, half a minute at most. */
export const reconnectDelay = (attempt: number): number => Math.min(30_000, 500 * 2 ** attempt);
