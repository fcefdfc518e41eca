/** What every line to type in has: its name, and its ties to label, hint and error. */
export interface Ties {
  id: string;
  name: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean;
  'aria-required': boolean;
}
