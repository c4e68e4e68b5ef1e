import { Modal } from '@mantine/core';
import { show } from '../../state/window.ts';
import FocusPanel from './FocusPanel.tsx';
import styles from './focus.module.css';

/** One task over the whole window. */
export default function FocusOverlay() {
  const close = (): void => show({ focusOpen: false });
  return (
    <Modal
      opened
      fullScreen
      withCloseButton={false}
      onClose={close}
      aria-label="Focus on one task"
      classNames={{ content: styles.overlay ?? '', body: styles.overlayBody ?? '' }}
    >
      <FocusPanel onClose={close} />
    </Modal>
  );
}
