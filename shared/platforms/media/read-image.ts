import { imageSize } from 'image-size';
import { avifParts } from './avif-parts.ts';
import { fileType, type ImageType } from './file-type.ts';
import { gifParts } from './gif-parts.ts';
import type { ImageParts } from './image-parts.ts';
import { jpegParts } from './jpeg-parts.ts';
import { pngParts } from './png-parts.ts';
import { webpParts } from './webp-parts.ts';

export interface CleanImage {
  /** The picture, without place, camera, person and previews. It looks as before: colours and direction are kept. */
  bytes: Uint8Array<ArrayBuffer>;
  mimeType: ImageType;
  /** File name ending without the dot. */
  extension: string;
  /** As shown: turned upright. */
  width: number;
  height: number;
  animated: boolean;
}

const formats: Record<ImageType, { extension: string; parts(bytes: Buffer): ImageParts | undefined }> = {
  'image/jpeg': { extension: 'jpg', parts: jpegParts },
  'image/png': { extension: 'png', parts: pngParts },
  'image/gif': { extension: 'gif', parts: gifParts },
  'image/webp': { extension: 'webp', parts: webpParts },
  'image/avif': { extension: 'avif', parts: avifParts },
};

/** A picture as Herald hands it on; undefined for what is no picture, or none that can be cleaned. */
export function readImage(given: Uint8Array): CleanImage | undefined {
  const file = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const type = fileType(file);
  if (type === undefined || !isImageType(type)) return undefined;
  const { extension, parts } = formats[type];
  const kept = parts(file);
  if (kept === undefined) return undefined;
  const bytes = new Uint8Array(Buffer.concat(kept.parts));
  const size = sizeOf(bytes);
  if (size === undefined) return undefined;
  const [width, height] = kept.orientation >= 5 ? [size.height, size.width] : [size.width, size.height];
  return { bytes, mimeType: type, extension, width, height, animated: kept.animated };
}

export function isImageType(type: string): type is ImageType {
  return Object.hasOwn(formats, type);
}

function sizeOf(file: Uint8Array): { width: number; height: number } | undefined {
  try {
    return imageSize(file);
  } catch {
    return undefined;
  }
}
