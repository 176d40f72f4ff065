export const startMeasurer = undefined;
