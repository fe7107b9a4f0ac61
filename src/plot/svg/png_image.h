/* png_image.h - a matrix of colored cells as a PNG in base64. */
#ifndef PLOT_SVG_PNG_IMAGE_H
#define PLOT_SVG_PNG_IMAGE_H

#include <stdio.h>

#include "plot/canvas/canvas.h"

/* A cell is times x times pixels, which use a palette. Errors are those of the
 * file. */
void png_image_write(FILE *file, const Cells *cells, size_t times);

#endif
