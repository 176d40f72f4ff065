import init, { simulate } from "whorunsit";

self.onmessage = async ({ data: { portfolio, options } }) => {
  try {
    await init();
    const progress = ({ done, total }) => self.postMessage({ progress: done / total });
    self.postMessage({ text: simulate(portfolio, { ...options, progress }).text });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
