// Takes data out as a file (sv: uttag). The backend decides who may, writes who did, and sends the file in pieces.
import { currentLanguage, currentTexts } from '../texts';
import { postForFile, readResource } from './client';
import { Failure } from './failure';
import { type ParameterValue } from './types';

export type ExportFormat = 'xlsx' | 'csv-se' | 'csv' | 'parquet';

/** What is taken out: a named query, a selection's clients, or what belongs to the forecast. Months are YYYY-MM. */
export type ExportWhat =
  | { kind: 'query'; name: string; parameters?: Record<string, ParameterValue>; range?: { from: number; to: number } }
  | { kind: 'selection'; selection_id: string; areas?: string[] }
  | { kind: 'selection'; filter: string; areas?: string[] }
  | { kind: 'selection'; choices: object; areas?: string[] }
  | { kind: 'forecasts'; areas?: string[]; scenario?: string; from?: string; to?: string; scope?: string }
  | { kind: 'staffing' | 'scenarios'; areas?: string[]; scenario?: string; from?: string; to?: string }
  | { kind: 'area-months'; areas?: string[]; from?: string; to?: string }
  | { kind: 'plan'; areas?: string[]; scenario?: string };

export type ExportRequest = ExportWhat & { format: ExportFormat; purpose?: string };

/** A file that has come, all of it. */
export interface Exported {
  fileName: string;
  rows: number;
  file: Blob;
}

interface ExportState {
  state: 'started' | 'finished' | 'broken';
  rows: number;
  bytes: number;
}

/**
 * Fetches the file. An answer that broke off on its way looks whole to a browser behind some proxies, so its size is compared with what the
 * backend wrote down.
 */
export async function fetchExport(request: ExportRequest, signal?: AbortSignal): Promise<Exported> {
  const answer = await postForFile('export', { ...request, language: currentLanguage() }, signal);
  const id = answer.headers.get('X-Framsyn-Export') ?? '';
  const written = await readResource<ExportState>('export/status', { id }, signal);
  if (written.state !== 'finished' || written.bytes !== answer.data.size) {
    throw new Failure('network', currentTexts().exporting.broken);
  }
  return { fileName: fileNameOf(answer.headers), rows: written.rows, file: answer.data };
}

function fileNameOf(headers: Headers): string {
  return /filename="([^"]+)"/.exec(headers.get('Content-Disposition') ?? '')?.[1] ?? 'framsyn';
}

/** Gives a file to the reader, as a link to it would. */
export function saveFile({ file, fileName }: Exported): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = fileName;
  link.target = '_blank'; // or Grafana takes the click for one of its own links, and the file loses its name
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser may not have read it all yet
}

/** Takes something out and gives it to the reader. */
export async function exportFile(request: ExportRequest, signal?: AbortSignal): Promise<Exported> {
  const exported = await fetchExport(request, signal);
  saveFile(exported);
  return exported;
}
