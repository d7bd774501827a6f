/** A sleep that something else can end early. */
export interface Nap {
  /** @param ms milliseconds until it ends by itself */
  sleep(ms: number): Promise<void>;
  /** Ends the sleep, if there is one. */
  wake(): void;
}

export function createNap(): Nap {
  let end = (): void => {};
  return {
    sleep: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake: () => end(),
  };
}
