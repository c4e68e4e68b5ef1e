import { useSettings } from '../../api/hooks.ts';
import { Backups } from './Backups.tsx';
import { Calendars } from './Calendars.tsx';
import { CaptureFolder } from './CaptureFolder.tsx';
import { Desktop } from './Desktop.tsx';
import { Export, Import } from './Exchange.tsx';
import { Focus } from './Focus.tsx';
import { General } from './General.tsx';
import { Keys } from './Keys.tsx';
import { LocalApi } from './LocalApi.tsx';
import { Notices } from './Notices.tsx';
import { Planning } from './Planning.tsx';
import { Publish } from './Publish.tsx';
import { Reminders } from './Reminders.tsx';
import { Sync } from './Sync.tsx';
import { WorkProfile } from './WorkProfile.tsx';
import { Vocabulary } from './Vocabulary.tsx';
import { WorkingHours } from './WorkingHours.tsx';
import styles from './settings.module.css';

/** Everything that can be set, one section each; a change holds at once. */
export default function SettingsView() {
  const settings = useSettings().data;
  if (!settings) return null;
  return (
    <section aria-labelledby="settings-heading" className={styles.settings}>
      <h1 id="settings-heading" className={styles.title}>
        Settings
      </h1>
      <WorkingHours hours={settings.workingHours} />
      <General settings={settings} />
      <Planning settings={settings} />
      <Focus settings={settings} />
      <Reminders settings={settings} />
      <WorkProfile />
      <Calendars />
      <Publish />
      <Sync />
      <Keys />
      <Desktop />
      <Vocabulary />
      <Backups />
      <CaptureFolder />
      <Import />
      <Export />
      <LocalApi />
      <Notices />
    </section>
  );
}
