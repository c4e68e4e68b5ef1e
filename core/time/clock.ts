/** Where "now" comes from: epoch milliseconds, UTC. Injected by the composition roots. */
export type Clock = () => number;

/** Where the person's time zone comes from; it may change while they travel. */
export type ZoneSource = () => string;
