/** How much energy the person says each part of the day has, 0–10. */
export interface EnergyShape {
  morning: number;
  midday: number;
  afternoon: number;
  evening: number;
}

/** Hours at which a part of the day is fully itself; between them the answers are blended. */
const ANCHORS: ReadonlyArray<[hour: number, part: keyof EnergyShape]> = [
  [10, 'morning'],
  [13, 'midday'],
  [16, 'afternoon'],
  [20, 'evening'],
];

const ASLEEP_ENERGY = 0.05;
const [WAKES, SLEEPS] = [6, 23];

/** Energy for each of the 24 hours, 0–1: straight lines between the four answers, near nothing at night. */
export function energyFrom(shape: EnergyShape): number[] {
  return Array.from({ length: 24 }, (_, hour) => {
    if (hour < WAKES || hour >= SLEEPS) return ASLEEP_ENERGY;
    return Math.round(between(shape, hour) * 10) / 100;
  });
}

function between(shape: EnergyShape, hour: number): number {
  const after = ANCHORS.findIndex(([anchor]) => anchor >= hour);
  const [laterHour, later] = ANCHORS[after === -1 ? ANCHORS.length - 1 : after] ?? [20, 'evening'];
  const [earlierHour, earlier] = ANCHORS[Math.max(0, (after === -1 ? ANCHORS.length : after) - 1)] ?? [
    10,
    'morning',
  ];
  if (laterHour === earlierHour) return shape[later];
  const share = (hour - earlierHour) / (laterHour - earlierHour);
  return shape[earlier] + (shape[later] - shape[earlier]) * Math.min(1, Math.max(0, share));
}
