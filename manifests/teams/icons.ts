/** Draws the app's icons: a lighthouse whose beam looks out. `node dist/manifests/teams/icons.js manifests/teams` writes them again. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';

const NIGHT = '#1f3a5f';
const PAPER = '#ffffff';
const LIGHT = '#ffc83d';

/** The tower, on a square of 32 units. */
function tower(pen: SKRSContext2D): void {
  pen.beginPath();
  pen.moveTo(12.6, 14);
  pen.lineTo(19.4, 14);
  pen.lineTo(21.6, 27);
  pen.lineTo(10.4, 27);
  pen.closePath();
}

function roof(pen: SKRSContext2D): void {
  pen.beginPath();
  pen.moveTo(16, 3.6);
  pen.lineTo(20, 7.6);
  pen.lineTo(12, 7.6);
  pen.closePath();
}

function beam(pen: SKRSContext2D, side: 1 | -1): void {
  pen.beginPath();
  pen.moveTo(16 + side * 5, 9.6);
  pen.lineTo(16 + side * 12.5, 6.6);
  pen.lineTo(16 + side * 12.5, 14.4);
  pen.lineTo(16 + side * 5, 11.4);
  pen.closePath();
}

/** 192 × 192, the tower in the middle two thirds as Teams cuts the corners. */
export function colorIcon(): Buffer {
  const canvas = createCanvas(192, 192);
  const pen = canvas.getContext('2d');
  pen.fillStyle = NIGHT;
  pen.fillRect(0, 0, 192, 192);
  pen.translate(19.2, 19.2);
  pen.scale(4.8, 4.8);
  pen.fillStyle = LIGHT;
  beam(pen, 1);
  pen.fill();
  beam(pen, -1);
  pen.fill();
  pen.fillRect(13.4, 8.4, 5.2, 4.2);
  pen.fillStyle = PAPER;
  roof(pen);
  pen.fill();
  tower(pen);
  pen.fill();
  pen.fillRect(11.2, 12.4, 9.6, 1.8);
  pen.fillRect(8.6, 26.4, 14.8, 2);
  pen.save();
  tower(pen);
  pen.clip();
  pen.fillStyle = NIGHT;
  pen.fillRect(8, 17.2, 16, 3);
  pen.fillRect(8, 23, 16, 3);
  pen.restore();
  return canvas.toBuffer('image/png');
}

/** 32 × 32, white on transparent, lines only. */
export function outlineIcon(): Buffer {
  const canvas = createCanvas(32, 32);
  const pen = canvas.getContext('2d');
  pen.strokeStyle = PAPER;
  pen.fillStyle = PAPER;
  pen.lineWidth = 1.6;
  pen.lineJoin = 'round';
  roof(pen);
  pen.stroke();
  pen.strokeRect(13.4, 8.2, 5.2, 4.6);
  tower(pen);
  pen.stroke();
  pen.fillRect(8.6, 26.4, 14.8, 1.8);
  for (const side of [1, -1] as const) {
    pen.beginPath();
    pen.moveTo(16 + side * 6, 9.8);
    pen.lineTo(16 + side * 12, 7.4);
    pen.moveTo(16 + side * 6, 11.6);
    pen.lineTo(16 + side * 12, 14);
    pen.stroke();
  }
  return canvas.toBuffer('image/png');
}

const folder = process.argv[2];
if (folder && process.argv[1]?.includes('icons')) {
  writeFileSync(join(folder, 'color.png'), colorIcon());
  writeFileSync(join(folder, 'outline.png'), outlineIcon());
}
