/** A picture without what tells of its place, its camera and its people, in the order of the file. */
export interface ImageParts {
  parts: Uint8Array[];
  /** How a viewer has to turn it, by Exif: 1 is upright, 5 to 8 lie on their side. */
  orientation: number;
  /** Whether it has more than one frame. */
  animated: boolean;
}
