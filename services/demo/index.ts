import type { ServiceContext } from '../context.ts';
export interface DemoOptions {
  now: number;
  tz: string;
  seed: number;
}
export async function seedDemo(_ctx: ServiceContext, _options: DemoOptions): Promise<void> {}
