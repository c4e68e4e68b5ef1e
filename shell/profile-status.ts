import type { MlState } from '../core/domain/views.ts';
import type { Message } from '../core/messages/index.ts';
import type { SlotKind } from '../db/index.ts';
import type { OpenData } from './open-data.ts';
import type { ProfileOptions, ShellKind } from './profile-types.ts';

/** What `app.status` answers, in whatever state the profile is. */
export interface ProfileStatus {
  version: string;
  shell: ShellKind;
  profile: string;
  tz: string;
  now: number;
  firstRun: boolean;
  demo: boolean;
  ml: MlState;
  keySlots: SlotKind[];
  warnings: Message[];
}

interface StatusFacts extends Pick<ProfileStatus, 'ml' | 'keySlots' | 'warnings'> {
  /** Null while the profile is locked or damaged. */
  data: OpenData | null;
}

export function profileStatus(
  { version, shell, dataDir, zone, clock }: ProfileOptions,
  { data, ...told }: StatusFacts,
): ProfileStatus {
  const settings = data?.db.settings;
  return {
    version,
    shell,
    profile: dataDir,
    tz: data?.services.zone() ?? zone(),
    now: clock(),
    firstRun: settings ? !settings.get().firstRunDone : false,
    demo: settings !== undefined && settings.state('demo') !== null,
    ...told,
  };
}
