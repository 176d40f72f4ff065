/** Keeps the page for times without a network. Where the browser does not allow it, the page works as it did. */
export async function keepOffline(): Promise<void> {
  if (__SINGLE__ || !import.meta.env.PROD) return;
  try {
    await navigator.serviceWorker.register("./offline.js");
  } catch {
    // No secure address, a private window, storage that is switched off.
  }
}
