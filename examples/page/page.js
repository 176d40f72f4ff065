// Recommends at once, on the page's own thread, and simulates in a worker.

import init, { PortfolioError, recommend } from "./node_modules/whorunsit/js/browser.js";

const [file, services, bar, cancel, result] = ["file", "services", "bar", "cancel", "result"].map((id) => document.getElementById(id));
let worker;

file.onchange = async () => {
  const portfolio = await file.files[0]?.text();
  if (portfolio === undefined) return;
  try {
    await init();
    services.replaceChildren(...recommend(portfolio).services.map(({ name, operating_model }) => {
      const item = document.createElement("li");
      item.textContent = `${name}: ${operating_model}`;
      return item;
    }));
    simulate(portfolio, { trials: 1_000_000, seed: 42 });
  } catch (error) {
    if (!(error instanceof PortfolioError)) throw error;
    result.textContent = error.message;
  }
};

function simulate(portfolio, options) {
  worker?.terminate();
  worker = new Worker(new URL("simulate-worker.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data: { progress, text, error } }) => {
    if (progress !== undefined) bar.value = progress;
    else result.textContent = error ?? JSON.parse(text).summary[0];
  };
  worker.postMessage({ portfolio, options });
}

// A worker hears nothing while it works: it is ended.
cancel.onclick = () => {
  worker?.terminate();
  result.textContent = "Cancelled";
};
