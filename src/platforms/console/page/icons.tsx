import type { ComponentChildren, JSX } from 'preact';

/** Line drawings on a grid of 20; the words beside them or their label name them. */
function Icon({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <svg
      class="icon"
      viewBox="0 0 20 20"
      width="18"
      height="18"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const SendIcon = (): JSX.Element => (
  <Icon>
    <path d="M10 16V4.5M5 9.2l5-5 5 5" />
  </Icon>
);

export const AutoIcon = (): JSX.Element => (
  <Icon>
    <circle cx="10" cy="10" r="6.5" />
    <path d="M10 3.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" />
  </Icon>
);

export const LightIcon = (): JSX.Element => (
  <Icon>
    <circle cx="10" cy="10" r="3.3" />
    <path d="M10 2.5v1.6M10 15.9v1.6M2.5 10h1.6M15.9 10h1.6M4.7 4.7l1.1 1.1M14.2 14.2l1.1 1.1M4.7 15.3l1.1-1.1M14.2 5.8l1.1-1.1" />
  </Icon>
);

export const DarkIcon = (): JSX.Element => (
  <Icon>
    <path d="M16.2 12.1A6.8 6.8 0 0 1 7.9 3.8a6.8 6.8 0 1 0 8.3 8.3z" />
  </Icon>
);

export const Logo = (): JSX.Element => (
  <svg class="logo" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
    <rect width="32" height="32" rx="8" />
    <path d="M5.5 16.5c2.6-4.6 6.1-6.9 10.5-6.9s7.9 2.3 10.5 6.9" />
    <circle cx="16" cy="18.2" r="4.4" />
    <circle class="pupil" cx="16" cy="18.2" r="1.8" />
  </svg>
);
