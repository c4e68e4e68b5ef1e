/** One measured figure beside its budget and, where there is one, the same work done by a peer. */
export interface BenchRow {
  name: string;
  value: number;
  unit: string;
  /** The most (for times, sizes, errors) or the least (for accuracies) that is acceptable. */
  budget?: number;
  peer?: { name: string; value: number };
}

/** A group of figures that share their set-up. Each file `bench/<area>.bench.ts` default-exports a list of them. */
export interface Bench {
  name: string;
  run(): Promise<BenchRow[]>;
}
