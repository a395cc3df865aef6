// Collects the page: its text, the typed commands with their output, and what is then on disk.
import { describeFiles, describeKeyring } from './on-disk.ts';
import { Laptop, type Answer } from './laptop.ts';
import type { Scene } from './scene.ts';
import { runScript } from './script-run.ts';
import { stabilizer } from './stable-text.ts';

export class Page {
  readonly scene: Scene;
  readonly #laptop: Laptop;
  readonly #stable: (text: string) => string;
  readonly #parts: string[] = [];

  private constructor(scene: Scene, laptop: Laptop) {
    this.scene = scene;
    this.#laptop = laptop;
    this.#stable = stabilizer(scene);
  }

  static async begin(scene: Scene): Promise<Page> {
    return new Page(scene, await Laptop.open(scene));
  }

  say(...paragraphs: string[]): void {
    this.#parts.push(...paragraphs);
  }

  /** Types commands at the laptop's prompt and adds what the terminal shows. */
  async type(
    ...commands: (string | { readonly command: string; readonly answers: Answer[] })[]
  ): Promise<void> {
    const shown: string[] = [];
    for (const each of commands) {
      const { command, answers } = typeof each === 'string' ? { command: each, answers: [] } : each;
      shown.push(await this.#laptop.run(command, answers));
    }
    this.#block('text', shown.join('\n'));
  }

  /** Adds a script's text, then its output when nobody is at the prompt. */
  async script(
    name: string,
    text: string,
    variables: Readonly<Record<string, string>>,
    meanwhile: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const running = runScript(name, text, variables);
    this.#block('powershell', text.trim());
    await meanwhile();
    this.say(`\`pwsh -NonInteractive -File ${name}\` prints:`);
    this.#block('text', await running);
  }

  /** Runs a script again that was shown before, and adds its output. */
  async again(name: string, text: string, variables: Readonly<Record<string, string>>): Promise<void> {
    this.#block('text', await runScript(name, text, variables));
  }

  async onLaptopDisk(): Promise<void> {
    const variables = this.scene.laptopVariables();
    const files = await describeFiles(variables.HOME ?? '', ['.Azure', '.local/share/.IdentityService']);
    this.say('On disk:');
    this.#block('text', `${files}\n${await describeKeyring(variables)}`);
  }

  async onRunnerDisk(variables: Readonly<Record<string, string>>): Promise<void> {
    this.say("On the runner's disk:");
    this.#block('text', await describeFiles(variables.HOME ?? '', ['.Azure', '.local', 'temp']));
  }

  get text(): string {
    return `${this.#parts.join('\n\n')}\n`;
  }

  /** Closes the laptop's window. */
  close(): Promise<void> {
    return this.#laptop.close();
  }

  #block(language: string, text: string): void {
    this.#parts.push(`\`\`\`${language}\n${this.#stable(text)}\n\`\`\``);
  }
}
