/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment for a process that loads libfaketime before all else.
 *
 * The times of files stay as they are: Python would take all it has compiled for outdated.
 */
export function preloading(
  library: string,
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): Environment {
  const variable = platform === 'darwin' ? 'DYLD_INSERT_LIBRARIES' : 'LD_PRELOAD';
  const others = env[variable];
  return {
    ...env,
    [variable]: others ? `${library}:${others}` : library,
    ...(platform === 'darwin' && { DYLD_FORCE_FLAT_NAMESPACE: '1' }),
    FAKETIME_DONT_FAKE_MONOTONIC: undefined,
    DONT_FAKE_MONOTONIC: undefined,
    FAKETIME_DONT_RESET: '1',
    FAKETIME_XRESET: undefined,
    NO_FAKE_STAT: '1',
  };
}
