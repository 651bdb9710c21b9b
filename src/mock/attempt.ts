/** Does what must not disturb what goes on; an error in it surfaces by itself. @returns undefined where it throws. */
export function attempt<Result>(task: () => Result): Result | undefined {
  try {
    return task();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
    return undefined;
  }
}
