/** A length in words, one way everywhere: "45 min", "1h 10m", "2h". Whole minutes; what is more than nothing is at least one. */
export function lengthWords(minutes: number): string {
  const whole = Math.max(minutes > 0 ? 1 : 0, Math.round(minutes));
  if (whole < 60) return `${whole} min`;
  const rest = whole % 60;
  const hours = `${Math.floor(whole / 60)}h`;
  return rest === 0 ? hours : `${hours} ${rest}m`;
}
