// By its path: import maps do not reach workers.
import init, { simulate } from "./node_modules/whorunsit/js/browser.js";

self.onmessage = async ({ data: { portfolio, options } }) => {
  try {
    await init();
    const progress = ({ done, total }) => self.postMessage({ progress: done / total });
    self.postMessage({ text: simulate(portfolio, { ...options, progress }).text });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
