import { Component, type ErrorInfo, type ReactNode } from 'react';
import shared from '../ui/ui.module.css';

/** Keeps a view that fails from taking the window with it: quick add and the sidebar go on working. Give it the view as key. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error('view failed', error, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div role="alert" className="waiting">
        <p>
          This view could not be shown. What you typed is safe.{' '}
          <button type="button" className={shared.quiet} onClick={() => window.location.reload()}>
            Reload
          </button>
        </p>
      </div>
    );
  }
}
