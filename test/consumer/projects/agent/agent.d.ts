export const heartbeat: object;
export function runAgent(signal: AbortSignal): Promise<void>;
