import type { Clipboard, Dialog } from 'electron';
import type { Profile } from '../shell/profile-types.ts';
import type { AppClient } from '../shell/rpc.ts';

/**
 * The system keychain alone is a risk: with the keychain's loss, or on another machine, the data would be gone. So the
 * first start makes a recovery code and shows it in a dialog of the system, which no page can read or hide.
 */

export interface FirstKeysOptions {
  vault: Pick<AppClient['vault'], 'status'>;
  firstRecoveryCode: Profile['firstRecoveryCode'];
  dialog: Pick<Dialog, 'showMessageBox'>;
  clipboard: Pick<Clipboard, 'writeText'>;
}

/** Shows what a person has to know about a new profile's keys. Answers which message was shown, null for none. */
export async function explainFirstKeys(options: FirstKeysOptions): Promise<'recovery' | 'noKeychain' | null> {
  const { state, slots } = await options.vault.status();
  if (state !== 'open' || slots.includes('recovery')) return null;
  if (!slots.includes('keychain') && slots.includes('keyfile') && !slots.includes('passphrase')) {
    await sayNoKeychain(options.dialog);
  }
  const made = await options.firstRecoveryCode();
  if (made === null) return null;
  await showCode(options, made.code);
  return slots.includes('keychain') ? 'recovery' : 'noKeychain';
}

async function showCode({ dialog, clipboard }: FirstKeysOptions, code: string): Promise<void> {
  for (;;) {
    const { response } = await dialog.showMessageBox({
      type: 'info',
      title: 'Your recovery code',
      message: code,
      detail:
        'Your tasks are encrypted. This code opens them when the system keychain is lost or on another computer. ' +
        'Write it down or keep it in a password manager. It is shown only now; Settings can make a new one.',
      buttons: ['I have kept it', 'Copy'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    if (response !== 1) return;
    await clipboard.writeText(code);
  }
}

async function sayNoKeychain(dialog: FirstKeysOptions['dialog']): Promise<void> {
  await dialog.showMessageBox({
    type: 'warning',
    title: 'No keychain on this system',
    message: 'This system has no keychain that encrypts.',
    detail:
      'The key of your data lies in a file beside it, which protects only copies made without that file. ' +
      'Set a passphrase in Settings to close this gap.',
    buttons: ['Continue'],
    noLink: true,
  });
}
