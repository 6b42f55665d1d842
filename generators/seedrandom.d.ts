/** The part of seedrandom that is used here; the package carries no types. */
declare const seedrandom: {
  /** Baagøe's Alea: successive multiples of 2^-32 in [0, 1), by exact multiplications and additions only. */
  alea(seed: string): () => number;
};
export default seedrandom;
